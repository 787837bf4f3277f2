/* The book's only script: explorables, the ledger's filters, printing. Plain and deferred rather than
   a module, because browsers refuse modules on pages opened straight from disk. */
"use strict";

(() => {
  const within = (n, size) => Math.min(Math.max(n, 0), size - 1);
  const decoded = (text) => { try { return decodeURIComponent(text); } catch { return text; } };

  /* The states of an explorable come when it is near, or when a link asks for one of them. */
  function wake(figure) {
    const asked = () => decoded(location.hash.slice(1)).split("?")[0] === figure.id;
    const { src } = figure.querySelector(".sl-states").dataset;
    const observer = new IntersectionObserver((seen) => seen.some((e) => e.isIntersecting) && load(), { rootMargin: "100%" });
    const listen = () => asked() && load();
    function load() {
      observer.disconnect();
      window.removeEventListener("hashchange", listen);
      const script = document.createElement("script");
      script.src = src;
      script.addEventListener("load", () => explorable(figure, window.slStates[figure.id]));
      document.head.append(script);
    }
    if (!src) explorable(figure, JSON.parse(figure.querySelector(".sl-states").textContent));
    else if (asked()) load();
    else {
      observer.observe(figure);
      window.addEventListener("hashchange", listen);
    }
  }

  function explorable(figure, { controls, parts }) {
    const form = figure.querySelector(".sl-controls");
    const fields = controls.map((c) => [...form.querySelectorAll(`[data-key="${c.key}"]`)]);  // a slider, or radio buttons
    const position = (field) => (field.length > 1 ? field.findIndex((input) => input.checked) : Number(field[0].value));
    const svg = figure.querySelector("svg");
    const summary = figure.querySelector(".sl-summary");
    const link = figure.querySelector(".sl-link");
    const elements = Object.fromEntries(
      [...svg.querySelectorAll("[data-part]")].map((element) => [element.dataset.part, element]),
    );
    const shown = {};

    function place(i, value) {
      if (fields[i].length > 1) fields[i][value].checked = true;
      else fields[i][0].value = value;
    }

    function put(key, value) {
      if (key === "summary") {
        summary.textContent = value;
        svg.setAttribute("aria-label", value);
      } else if (elements[key].tagName === "path") {
        elements[key].setAttribute("d", value);
      } else {
        const [x, y, ...words] = value.split(" ");
        elements[key].setAttribute("x", x);
        elements[key].setAttribute("y", y);
        elements[key].textContent = words.join(" ");
      }
    }

    function show() {
      const positions = fields.map(position);
      const state = positions.reduce((index, p, i) => index * controls[i].texts.length + p, 0);
      for (const [key, { values, index }] of Object.entries(parts)) {
        if (shown[key] !== index[state]) {
          put(key, values[index[state]]);
          shown[key] = index[state];
        }
      }
      controls.forEach((c, i) => {
        if (fields[i].length > 1) return;
        const [input] = fields[i];
        form.querySelector(`output[for="${input.id}"]`).textContent = c.texts[positions[i]];
        input.setAttribute("aria-valuetext", c.texts[positions[i]]);
      });
      const query = controls.map((c, i) => `${c.key}=${positions[i]}`).join("&");
      link.href = `#${figure.id}?${query}`;
    }

    function restore() {
      const [id, query] = decoded(location.hash.slice(1)).split("?");
      if (id !== figure.id || !query) return;
      const wanted = new URLSearchParams(query);
      controls.forEach((c, i) => {
        const wish = Number.parseInt(wanted.get(c.key), 10);
        if (Number.isInteger(wish)) place(i, within(wish, c.texts.length));
      });
      show();
      figure.scrollIntoView({ block: "center" });
    }

    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => {
      controls.forEach((c, i) => place(i, c.start));
      requestAnimationFrame(show);
    });
    window.addEventListener("hashchange", restore);
    figure.classList.add("sl-live");
    show();
    restore();
  }

  /* Search and filters of the ledger; the address keeps them: #ledger-of-claims?find=chinchilla&verdict=holds. */
  function ledger(root) {
    const form = root.querySelector(".sl-filters");
    const fields = [...form.querySelectorAll("[data-search], [data-filter]")];
    const [search, ...selects] = fields;
    const entries = [...root.querySelectorAll(".sl-claim")].map((element) => (
      { element, text: element.textContent.toLowerCase() }
    ));
    const count = root.querySelector(".sl-count");
    const link = root.querySelector(".sl-link");

    function filter() {
      const words = search.value.toLowerCase().split(/\s+/);
      let visible = 0;
      for (const { element, text } of entries) {
        const keep = selects.every((s) => !s.value || element.dataset[s.dataset.filter] === s.value)
          && words.every((word) => text.includes(word));
        element.hidden = !keep;
        visible += keep;
      }
      count.textContent = visible
        ? `${visible} of ${entries.length} claims shown`
        : `None of ${entries.length} claims fits`;
      const query = new URLSearchParams(fields.filter((f) => f.value).map((f) => [f.name, f.value])).toString();
      link.href = `#${root.id}${query && "?"}${query}`;
      return query;
    }

    function restore() {
      const [id, query] = location.hash.slice(1).split("?");
      if (id !== root.id) return;
      const wanted = new URLSearchParams(query);
      for (const field of fields) {
        field.value = wanted.get(field.name) ?? "";
        if (field.selectedIndex === -1) field.value = "";
      }
      filter();
    }

    function keep() {
      const query = filter();
      if (query || location.hash.startsWith(`#${root.id}`)) history.replaceState(null, "", link.href);
    }

    form.addEventListener("input", keep);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => requestAnimationFrame(keep));
    window.addEventListener("hashchange", restore);
    filter();
    restore();
    root.classList.add("sl-live");
  }

  function unfoldForPrint() {
    let opened = [];
    window.addEventListener("beforeprint", () => {
      opened = [...document.querySelectorAll("article details:not([open], .sl-data, .sl-source, .sl-solution, .sl-hint, .sl-cite, .hide)")];
      opened.forEach((details) => { details.open = true; });
    });
    window.addEventListener("afterprint", () => opened.forEach((details) => { details.open = false; }));
  }

  /* A link to a verdict opens it. */
  function openTarget() {
    const target = document.getElementById(decoded(location.hash.slice(1)));
    if (target?.matches("details.sl-claim")) target.open = true;
  }

  /* A table behind a picture rests in a template until it is asked for. */
  function unpack(details) {
    const template = details.querySelector("template");
    details.addEventListener("toggle", () => template?.replaceWith(template.content), { once: true });
  }

  /* A formula wider than its column scrolls; then keys must reach it. */
  const columns = new ResizeObserver((changes) => {
    for (const { target } of changes) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });

  /* ---- a picture to take away: on white, in the colours of print, with its words, licence and source inside ---- */

  const NAMESPACE = "http://www.w3.org/2000/svg";

  function source() {
    const cited = document.querySelector(".sl-cite p");
    return cited ? `${cited.textContent.trim()} CC BY 4.0.` : "CC BY 4.0.";
  }

  function element(name, attributes, text = "") {
    const made = document.createElementNS(NAMESPACE, name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    made.textContent = text;
    return made;
  }

  function picture(figure) {
    const shown = figure.querySelector("svg"), svg = shown.cloneNode(true);
    const [x, y, width, height] = (shown.dataset.whole ?? shown.getAttribute("viewBox")).split(/[ ,]+/).map(Number);
    const foot = 14, cited = source(), size = Math.min(7, (2 * width) / cited.length);
    const title = figure.querySelector(".sl-title")?.textContent ?? "";
    ["role", "aria-label", "style"].forEach((name) => svg.removeAttribute(name));
    svg.setAttribute("xmlns", NAMESPACE);
    svg.setAttribute("viewBox", [x, y, width, height + foot].join(" "));
    svg.setAttribute("width", width);
    svg.setAttribute("height", height + foot);
    svg.setAttribute("font-family", "system-ui, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif");
    svg.prepend(
      element("title", {}, title || figure.querySelector("figcaption").textContent),
      element("desc", {}, shown.getAttribute("aria-label")),
      element("metadata", {}, cited),
      element("rect", { x, y, width, height: height + foot, fill: "#ffffff" }),
    );
    svg.append(element("text", { x: x + 4, y: y + height + foot - 4, "font-size": size, fill: "#59626c" }, cited));
    const text = new XMLSerializer().serializeToString(svg);
    return { text: text.replace(/var\(--sl-[^#]*(#[0-9a-f]+)\)+/g, "$1"), width, height: height + foot };
  }

  function hand(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function takeSvg(figure) {
    hand(new Blob([picture(figure).text], { type: "image/svg+xml" }), `${figure.id.replace("fig-", "")}.svg`);
  }

  function takePng(figure, scale = 3) {
    const { text, width, height } = picture(figure);
    const image = new Image(), canvas = document.createElement("canvas");
    canvas.width = scale * width;
    canvas.height = scale * height;
    image.addEventListener("load", () => {
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => hand(blob, `${figure.id.replace("fig-", "")}.png`), "image/png");
    });
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  }

  function offer(figure) {
    const place = figure.querySelector(".sl-actions") ?? figure.querySelector(".sl-data");
    if (!place) return;
    const line = place.matches(".sl-data") ? place.appendChild(document.createElement("p")) : place;
    line.classList.add("sl-take");
    for (const [kind, take] of [["SVG", takeSvg], ["PNG", takePng]]) {
      const button = line.appendChild(document.createElement("button"));
      button.type = "button";
      button.textContent = kind;
      button.setAttribute("aria-label", `Download the picture as ${kind}`);
      button.addEventListener("click", () => take(figure));
    }
  }

  openTarget();
  window.addEventListener("hashchange", openTarget);
  document.querySelectorAll(".sl-explorable").forEach(wake);
  document.querySelectorAll(".sl-ledger").forEach(ledger);
  document.querySelectorAll("details.sl-data").forEach(unpack);
  document.querySelectorAll("figure.sl-figure").forEach(offer);
  document.querySelectorAll(".sl-formula").forEach((formula) => columns.observe(formula));
  unfoldForPrint();
})();

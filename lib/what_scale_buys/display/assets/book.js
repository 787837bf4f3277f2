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
    const inputs = controls.map((c) => form.querySelector(`[data-key="${c.key}"]`));
    const outputs = inputs.map((input) => form.querySelector(`output[for="${input.id}"]`));
    const svg = figure.querySelector("svg");
    const summary = figure.querySelector(".sl-summary");
    const link = figure.querySelector(".sl-link");
    const elements = Object.fromEntries(
      [...svg.querySelectorAll("[data-part]")].map((element) => [element.dataset.part, element]),
    );
    const shown = {};

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
      const positions = inputs.map((input) => Number(input.value));
      const state = positions.reduce((index, p, i) => index * controls[i].texts.length + p, 0);
      for (const [key, { values, index }] of Object.entries(parts)) {
        if (shown[key] !== index[state]) {
          put(key, values[index[state]]);
          shown[key] = index[state];
        }
      }
      controls.forEach((c, i) => {
        outputs[i].textContent = c.texts[positions[i]];
        inputs[i].setAttribute("aria-valuetext", c.texts[positions[i]]);
      });
      const query = controls.map((c, i) => `${c.key}=${positions[i]}`).join("&");
      link.href = `#${figure.id}?${query}`;
    }

    function restore() {
      const [id, query] = decoded(location.hash.slice(1)).split("?");
      if (id !== figure.id || !query) return;
      const wanted = new URLSearchParams(query);
      controls.forEach((c, i) => {
        const position = Number.parseInt(wanted.get(c.key), 10);
        if (Number.isInteger(position)) inputs[i].value = within(position, c.texts.length);
      });
      show();
      figure.scrollIntoView({ block: "center" });
    }

    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => {
      controls.forEach((c, i) => { inputs[i].value = c.start; });
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
      opened = [...document.querySelectorAll("article details:not([open], .sl-data, .sl-source, .hide)")];
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
    details.addEventListener("toggle", () => template?.replaceWith(template.content));
  }

  openTarget();
  window.addEventListener("hashchange", openTarget);
  document.querySelectorAll(".sl-explorable").forEach(wake);
  document.querySelectorAll(".sl-ledger").forEach(ledger);
  document.querySelectorAll("details.sl-data").forEach(unpack);
  unfoldForPrint();
})();

/* Numbers that answer: each element .sl-number keeps in its title what stands behind it, line by line, the call last.
   Hover, tap or keyboard open it; a paragraph is one tab stop, arrow keys go from number to number; print has notes. */
"use strict";

(() => {
  const numbers = [...document.querySelectorAll(".sl-number")];
  const lines = new Map(numbers.map((number) => [number, number.title.split("\n")]));
  const paragraphs = new Map();
  const box = document.createElement("div");
  let shown = null, timer = 0;

  function paragraph(number) {
    if (number.closest("a, button, summary, label")) return null;
    return number.closest("table, p, li, dd, figcaption, h1, h2, h3, h4, h5, div");
  }

  function line(text, isCall) {
    const made = document.createElement(isCall ? "code" : "span");
    made.textContent = text;
    return made;
  }

  function show(number) {
    clearTimeout(timer);
    hide();
    const said = lines.get(number);
    box.replaceChildren(...said.map((text, i) => line(text, i === said.length - 1)));
    box.hidden = false;
    const at = number.getClientRects()[0], size = box.getBoundingClientRect();
    const below = at.bottom + 6 + size.height < innerHeight || at.top < size.height + 6;
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - size.width - 8));
    const frame = box.offsetParent.getBoundingClientRect();
    box.style.left = `${left - frame.left}px`;
    box.style.top = `${(below ? at.bottom + 6 : at.top - size.height - 6) - frame.top}px`;
    number.setAttribute("aria-describedby", box.id);
    shown = number;
  }

  function hide() {
    box.hidden = true;
    if (shown) shown.removeAttribute("aria-describedby");
    shown = null;
  }

  function later(action, wait) {
    clearTimeout(timer);
    timer = setTimeout(action, wait);
  }

  /* The one number of a paragraph that the tab key reaches. */
  function stopAt(number) {
    for (const other of paragraphs.get(paragraph(number))) {
      other.tabIndex = other === number ? 0 : -1;
      if (other === number) other.setAttribute("role", "button");
      else other.removeAttribute("role");
    }
  }

  function step(event) {
    const number = event.target.closest(".sl-number");
    if (event.key === "Escape") hide();
    const group = number && paragraphs.get(paragraph(number));
    if (!group || event.ctrlKey || event.altKey || event.metaKey) return;
    const here = group.indexOf(number), last = group.length - 1;
    const to = { ArrowRight: Math.min(here + 1, last), ArrowLeft: Math.max(here - 1, 0), Home: 0, End: last }[event.key];
    if (to !== undefined) group[to].focus();
    else if (event.key === "Enter" || event.key === " ") shown === number ? hide() : show(number);
    else return;
    event.preventDefault();
  }

  function over(event) {
    const number = event.target.closest(".sl-number");
    if (number) later(() => show(number), 150);
    else if (event.target.closest(".sl-answer")) clearTimeout(timer);
    else if (shown && shown !== document.activeElement) later(hide, 250);
  }

  /* In print a number that is seen, with more behind it than its call, has a note; the same answer has one note. */
  function note() {
    const notes = new Map(), list = document.createElement("ol");
    for (const [number, said] of lines) {
      if (said.length < 2 || !number.checkVisibility()) continue;
      const text = `${number.textContent}: ${said.slice(0, -1).join("; ")}.`;
      if (!notes.has(text)) {
        notes.set(text, notes.size + 1);
        list.appendChild(document.createElement("li")).textContent = text;
      }
      const mark = document.createElement("sup");
      mark.className = "sl-mark";
      mark.textContent = notes.get(text);
      number.after(mark);
    }
    if (!notes.size) return;
    list.className = "sl-notes";
    list.ariaLabel = "Notes on the numbers";
    document.querySelector("article").append(list);
  }

  function unnote() {
    document.querySelectorAll(".sl-mark, .sl-notes").forEach((element) => element.remove());
  }

  if (!numbers.length) return;
  box.className = "sl-answer";
  box.id = "sl-answer";
  box.hidden = true;
  box.setAttribute("role", "tooltip");
  document.querySelector("article").append(box);  // within a landmark
  for (const number of numbers) {
    number.removeAttribute("title");
    const group = paragraph(number);
    if (group) paragraphs.set(group, [...(paragraphs.get(group) ?? []), number]);
  }
  for (const group of paragraphs.values()) stopAt(group[0]);
  document.addEventListener("pointerover", over);
  document.addEventListener("keydown", step);
  document.addEventListener("focusin", (event) => {
    const number = event.target.closest(".sl-number");
    if (!number) { if (!event.target.closest(".sl-answer")) hide(); return; }
    stopAt(number);
    show(number);
  });
  document.addEventListener("focusout", (event) => { if (event.target === shown) hide(); });
  document.addEventListener("click", (event) => { if (event.target.closest(".sl-number")) show(event.target.closest(".sl-number")); });
  window.addEventListener("beforeprint", note);
  window.addEventListener("afterprint", unnote);
})();

/* Questions on the page: each form .sl-item carries what it recognises, and says what became of an answer.
   The table comes from course/judge.py, which judges in the same way; nothing is sent anywhere. */
"use strict";

(() => {
  const SIZES = { million: 1e6, billion: 1e9, trillion: 1e12 };
  const NUMBER = /^([-+]?\s*(?:\d[\d\s,_]*(?:\.\d+)?|\.\d+))(?:e([-+]?\d+)|\s*[×x*·]\s*10(?:\^|\*\*)?\{?([-+]?\d+)\}?)?\s*([a-z]*)/;
  const FRAMES = { right: "sl-said-right", near: "sl-said-open", unit: "sl-said-open", unread: "sl-said-open" };
  const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻−";

  function read(text) {
    const plain = [...text.trim().toLowerCase()].map((c) => (RAISED.includes(c) ? "0123456789--"[RAISED.indexOf(c)] : c)).join("");
    const found = NUMBER.exec(plain);
    if (!found) return NaN;
    const digits = found[1].replace(/,(?!\d{3}(?!\d))/, ".").replace(/[\s,_]/g, "");
    return Number(`${digits}e${found[2] ?? found[3] ?? 0}`) * (SIZES[found[4]] ?? 1);
  }

  function near(a, b, tolerance) {
    return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
  }

  function judge(table, given) {
    const isKey = typeof table.rows[0][0] === "string";
    const number = isKey ? NaN : read(given);
    if (isKey ? !given : !Number.isFinite(number)) return ["unread", isKey ? "Choose one." : "Give a number."];
    const row = table.rows.find(([value, tolerance]) => (isKey ? value === given : near(number, value, tolerance)));
    if (row) return [row[2], table.sentences[row[3]]];
    const right = table.rows[0][0];
    return ["wrong", number * right <= 0 ? table.opposite : Math.abs(number) > Math.abs(right) ? table.large : table.small];
  }

  for (const form of document.querySelectorAll("form.sl-item")) {
    const table = JSON.parse(form.dataset.quiz), said = form.querySelector("output");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = form.querySelector("input[type=radio]:checked"), field = form.querySelector("input[type=text]");
      const [kind, sentence] = judge(table, field ? field.value : chosen?.value);
      said.className = `sl-said ${FRAMES[kind] ?? ""}`;
      said.value = sentence;
    });
  }
})();

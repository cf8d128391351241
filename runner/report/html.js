
"use strict";
(() => {
  const $ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const filter = document.getElementById("filter");
  const buttons = $("button[data-verdict]");
  const failures = $(".failure");
  const rows = $("#all li");
  const all = document.querySelector("#all > details");
  const opened = all.open;
  const texts = new Map();
  let verdict = "", whole = false;

  // The text of an element, in small letters, read once.
  const text = element => {
    if (!texts.has(element)) texts.set(element, element.textContent.toLowerCase());
    return texts.get(element);
  };

  // A test that failed is found by its diff too, in both lists.
  const body = row => {
    const link = row.querySelector("a");
    return text(row) + (link ? text(document.getElementById(link.hash.slice(1))) : "");
  };

  function apply() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const has = s => words.every(w => s.includes(w));
    let shown = 0;
    for (const f of failures) f.hidden = !((verdict === "" || verdict === (f.classList.contains("allowed") ? "allowed" : "fail")) && has(text(f)));
    for (const r of rows) {
      r.hidden = !((verdict === "" || r.className === verdict) && has(body(r)));
      if (!r.hidden) shown++;
    }
    const active = words.length > 0 || verdict !== "";
    for (const tr of $("#grid tbody tr")) tr.hidden = !tr.tests.some(r => !r.hidden) || tr.dull && !active && !whole;
    const more = document.querySelector("#grid button");
    if (more) more.hidden = active || whole;
    for (const id of ["failures", "grid"]) {
      const section = document.getElementById(id);
      if (section) section.hidden = !$(id === "failures" ? ".failure" : "tbody tr", section).some(e => !e.hidden);
    }
    for (const id of ["notes", "trends", "slowest"]) {
      const section = document.getElementById(id);
      if (section) section.hidden = active && !(id === "notes" && verdict === "flaky");
    }
    all.parentElement.hidden = shown === 0;
    all.open = active ? verdict !== "fail" && verdict !== "allowed" || failures.length === 0 : opened;
    document.getElementById("none").hidden = shown > 0;
    for (const b of buttons) b.setAttribute("aria-pressed", String(b.dataset.verdict === verdict));
    // The address keeps the filter, for a link to what one sees.
    if (active) history.replaceState(null, "", "#?" + new URLSearchParams({ show: verdict, text: filter.value }));
    else if (location.hash.startsWith("#?")) history.replaceState(null, "", "#");
  }

  // Tests against cells, where there is more than one cell. Those that are the same
  // in all of them wait for a button.
  function grid() {
    const section = document.getElementById("grid");
    if (!section) return;
    const cells = section.dataset.cells.split("\n"), tests = new Map();
    for (const r of rows) {
      const cell = r.dataset.cell || "", test = r.dataset.test || r.querySelector(".name").textContent;
      if (!tests.has(test)) tests.set(test, new Map());
      const old = tests.get(test).get(cell);
      if (!old || r.querySelector("a")) tests.get(test).set(cell, r);
    }
    const make = (name, parent, words) => {
      const e = document.createElement(name);
      if (words !== undefined) e.textContent = words;
      return parent.appendChild(e);
    };
    const scroll = make("div", section);
    scroll.className = "scroll";
    scroll.tabIndex = 0;
    const table = make("table", scroll);
    const head = make("tr", make("thead", table));
    make("th", head, "");
    for (const c of cells) make("th", head, c || "default").scope = "col";
    const tbody = make("tbody", table);
    const signs = { pass: "✓", fail: "✗", allowed: "✗", flaky: "✓", skip: "–", notrun: "·" };
    for (const [test, of] of tests) {
      const tr = make("tr", tbody);
      tr.tests = [...of.values()];
      tr.dull = tr.tests.every(r => r.className === "pass");
      const th = make("th", tr, test);
      th.scope = "row";
      th.className = "name";
      th.title = test;
      for (const c of cells) {
        const row = of.get(c), td = make("td", tr);
        if (!row) continue;
        const link = row.querySelector("a");
        td.className = row.className;
        td.title = `${test} ${c}: ${{ notrun: "not run", allowed: "failed (allowed)" }[row.className] || row.className}`;
        const sign = link ? make("a", td, signs.fail) : td;
        if (link) sign.href = link.hash;
        else td.textContent = signs[row.className];
        sign.ariaLabel = td.title;
      }
    }
    const dull = $("tr", tbody).filter(tr => tr.dull).length;
    if (dull === tests.size) whole = true;
    else if (dull > 0) {
      const more = make("button", section, `show the ${dull} tests that passed in every cell`);
      more.type = "button";
      more.addEventListener("click", () => { whole = true; apply(); });
    }
  }

  // What a link leads to is unfolded, and what it filters is filtered.
  function reveal() {
    if (location.hash.startsWith("#?")) {
      const wanted = new URLSearchParams(location.hash.slice(2));
      verdict = buttons.some(b => b.dataset.verdict === wanted.get("show")) ? wanted.get("show") : "";
      filter.value = wanted.get("text") || "";
      apply();
      return;
    }
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") {
      target.hidden = false;
      target.open = true;
      target.scrollIntoView();
    }
  }

  function move(step) {
    const shown = failures.filter(f => !f.hidden && !f.parentElement.hidden);
    if (!shown.length) return;
    const at = shown.indexOf(document.activeElement.closest(".failure"));
    const next = shown[at < 0 ? (step > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + step, 0), shown.length - 1)];
    next.open = true;
    next.querySelector("summary").focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  }

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      filter.value = "";
      verdict = "";
      filter.blur();
      apply();
      return;
    }
    if (event.target === filter) return;
    switch (event.key) {
      case "/": filter.focus(); filter.select(); break;
      case "j": move(1); break;
      case "k": move(-1); break;
      case "x": {
        const open = failures.some(f => !f.open);
        for (const f of failures) f.open = open;
        break;
      }
      default: return;
    }
    event.preventDefault();
  });
  filter.addEventListener("input", apply);
  for (const b of buttons) b.addEventListener("click", () => {
    verdict = verdict === b.dataset.verdict ? "" : b.dataset.verdict;
    apply();
  });
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", () => { for (const f of failures) f.open = true; });

  for (const e of $("nav, .keys")) e.hidden = false;
  grid();
  if (!location.hash.startsWith("#?")) apply();
  reveal();
})();

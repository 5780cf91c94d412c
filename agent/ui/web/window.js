/* Shows pages and sends actions. Decides nothing: which words, which buttons and what has the focus come with the page. */
"use strict";

const handrail = (() => {
  const GUARD_MS = 700;
  const at = (id) => document.getElementById(id);
  let page = null;
  let guardedUntil = 0;

  function send(action) {
    window.pywebview?._jsApiCallback("act", [JSON.stringify(action)], "act");
  }

  const tools = {
    press: send,
    read(block) {
      at("reader-title").textContent = block.label;
      at("reader-text").textContent = block.text;
      at("reader").showModal();
      at("reader-close").focus();
    },
  };

  /** A button of the page's foot: takes nothing while guarded, and carries the page's option. */
  function pressFoot(action) {
    if (performance.now() < guardedUntil) return;
    const option = at("save-report");
    send(action.type === "finish" && option ? { ...action, save_report: option.checked } : action);
  }

  function drawBlocks(next) {
    const main = at("main");
    const fresh = page?.name !== next.name;
    if (fresh) main.replaceChildren();
    next.blocks.forEach((block, index) => {
      const before = fresh ? undefined : page.blocks[index];
      if (before && JSON.stringify(before) === JSON.stringify(block)) return;
      const element = main.children[index];
      if (before?.kind === block.kind && UPDATE[block.kind]?.(element, block, before)) return;
      const built = BUILD[block.kind](block, tools);
      if (element) element.replaceWith(built);
      else main.append(built);
      for (const list of built.querySelectorAll(".lines")) list.scrollTop = list.scrollHeight;
    });
    while (main.children.length > next.blocks.length) main.lastElementChild.remove();
  }

  function drawButtons(place, buttons, before, press) {
    if (JSON.stringify(buttons) === JSON.stringify(before)) return;
    at(place).replaceChildren(...buttons.map((given) => button(given, press)));
  }

  function drawFrame(next) {
    document.documentElement.lang = next.lang;
    document.title = next.window_title;
    const style = document.documentElement.style;
    for (const ground of ["light", "dark"]) {
      style.setProperty(`--accent-${ground}`, next[ground].colour);
      style.setProperty(`--ink-${ground}`, next[ground].ink);
    }
    document.body.dataset.tone = next.tone;
    document.body.dataset.page = next.name;
    at("brand").textContent = next.brand;
    at("status").hidden = next.status.length === 0;
    if (JSON.stringify(next.status) !== JSON.stringify(page?.status)) at("status").replaceChildren(...inline(next.status));
    at("reader-close").textContent = next.close;
  }

  /** A new page: nothing of the old one stays, the safe place has the focus, and the foot is guarded if it must be. */
  function arrive(next) {
    at("reader").close();
    at("main").scrollTop = 0;
    guardedUntil = next.guarded ? performance.now() + GUARD_MS : 0;
    for (const element of at("buttons").children) element.setAttribute("aria-disabled", String(next.guarded));
    if (next.guarded) setTimeout(unguard, GUARD_MS, next.name);
    const places = { first_button: "#buttons button", field: "#main input", heading: "#main h1" };
    document.querySelector(places[next.focus])?.focus();
  }

  function unguard(name) {
    if (page.name !== name) return;
    for (const element of at("buttons").children) element.removeAttribute("aria-disabled");
  }

  function announce(text) {
    if (at("announcer").textContent !== text) at("announcer").textContent = text;
  }

  function show(next) {
    const fresh = page?.name !== next.name;
    drawFrame(next);
    drawBlocks(next);
    drawButtons("top", next.top, page?.top, send);
    drawButtons("buttons", next.buttons, fresh ? undefined : page.buttons, pressFoot);
    announce(next.announce);
    page = next;
    if (fresh) arrive(next);
    return true;
  }

  at("reader-close").addEventListener("click", () => at("reader").close());
  for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
  return Object.freeze({ show, alive: () => true });
})();

/* Shows pages and sends actions. Decides nothing: which words, which buttons and what has the focus come with the page. */
"use strict";

const handrail = (() => {
  const GUARD_MS = 700;
  const PAINTED_MS = 300;
  const at = (id) => document.getElementById(id);
  let page = null;
  let guardedUntil = 0;
  let placed = null;

  function send(action) {
    window.pywebview?._jsApiCallback("act", [JSON.stringify(action)], "act");
  }

  const tools = {
    press: send,
    read(block) {
      at("reader-title").textContent = block.label;
      at("reader-text").textContent = block.text;
      at("reader").showModal();
      sayWhereStopIs();
      at("reader-close").focus();
    },
  };

  /** A button of the page's foot: takes nothing while guarded, and carries the page's options. */
  function pressFoot(action) {
    if (performance.now() < guardedUntil) return;
    send({ ...action, ...riders(action) });
  }

  /** What the page's ticks and choices add to an action of its foot. */
  function riders(action) {
    const options = [...document.querySelectorAll("[data-rides]")];
    const minutes = document.querySelector("[name=minutes]:checked")?.value;
    if (action.type === "finish") return Object.fromEntries(options.map((box) => [box.dataset.rides, box.checked]));
    if (action.type === "answer" && action.yes && minutes) return { minutes: Number(minutes) };
    return {};
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
      if (element) replaceKeepingFocus(element, built);
      else main.append(built);
      for (const list of built.querySelectorAll(".lines")) toTheNewest(list);
    });
    while (main.children.length > next.blocks.length) main.lastElementChild.remove();
  }

  /** Put a block in the place of another; where a button or box of the same words had the focus, it has it again. */
  function replaceKeepingFocus(old, built) {
    const focused = old.contains(document.activeElement) ? wordsOf(document.activeElement) : null;
    old.replaceWith(built);
    if (focused === null) return;
    const same = [...built.querySelectorAll("button, input")].find((element) => wordsOf(element) === focused);
    (same ?? document.querySelector("#main h1"))?.focus();
  }

  const wordsOf = (element) => element.getAttribute("aria-label") ?? element.closest("label, button")?.textContent;

  function drawButtons(place, buttons, before, press) {
    if (JSON.stringify(buttons) === JSON.stringify(before)) return;
    at(place).replaceChildren(...buttons.map((given) => button(given, press)));
  }

  /** The line at the top stays as high as it was: it changes when the customer takes the mouse, and moves no button. */
  function drawStatus(next) {
    const status = at("status");
    status.style.minHeight = page?.name === next.name ? `${status.offsetHeight}px` : "";
    status.hidden = next.status.length === 0;
    if (JSON.stringify(next.status) !== JSON.stringify(page?.status)) status.replaceChildren(...inline(next.status));
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
    at("logo").hidden = next.logo === "";
    if (next.logo !== (page?.logo ?? "")) at("logo").src = `data:image/png;base64,${next.logo}`;
    drawStatus(next);
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

  /** Names of hidden things are gone once this page has been painted: two frames on, and a moment for the screen. */
  function sayWhenPainted(round) {
    const painted = () => setTimeout(send, PAINTED_MS, { type: "names_gone", round });
    requestAnimationFrame(() => requestAnimationFrame(painted));
  }

  /** Say where Stop lies: the window takes a press there itself, however long the page takes to come to it. */
  function sayWhereStopIs() {
    const stop = at("reader").open ? null : document.querySelector("#top .stop");
    const box = stop?.getBoundingClientRect();
    const place = box ? [box.x, box.y, box.width, box.height].map((length) => length / innerWidth) : [];
    if (String(place) === String(placed)) return;
    placed = place;
    window.pywebview?._jsApiCallback("stop_at", [place], "stop_at");
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
    const other = fresh || page.names_round !== next.names_round;
    if (next.names_round && !next.private && other) sayWhenPainted(next.names_round);
    page = next;
    if (fresh) arrive(next);
    sayWhereStopIs();
    return true;
  }

  at("reader-close").addEventListener("click", () => at("reader").close());
  at("reader").addEventListener("close", sayWhereStopIs);
  new ResizeObserver(sayWhereStopIs).observe(document.body);
  new ResizeObserver(sayWhereStopIs).observe(at("top"));
  for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
  return Object.freeze({ show, alive: () => true });
})();

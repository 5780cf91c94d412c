/* Draws the blocks of a page. Every word arrives chosen; text goes in as text nodes and nothing else. */
"use strict";

/** Make an element with a class and children; strings become text. */
function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** Turn runs into nodes; what others wrote is isolated, so that it cannot turn its neighbours. */
function inline(runs) {
  return runs.map((run) => {
    const text = run.foreign ? make("bdi", "", run.text) : document.createTextNode(run.text);
    return run.strong ? make("strong", "", text) : text;
  });
}

function button(given, press) {
  const element = make("button", given.style, given.label);
  element.type = "button";
  if (given.note) element.append(make("span", "note", given.note));
  if (given.name) element.setAttribute("aria-label", given.name);
  element.addEventListener("click", () => press(given.action));
  return element;
}

/** How often it is said, at most, that the customer is writing: TYPING_BEAT_SECONDS of agent/protocol/messages.py. */
const TYPING_BEAT_MS = 3000;

let numbers = 0;
const freshId = () => `id${++numbers}`;

function lineItem(line) {
  const item = make("li", line.from_me ? "mine" : "", make("time", "", line.clock));
  if (line.author.length) item.append(make("span", "author", ...inline(line.author)));
  item.append(...inline(line.runs));
  return item;
}

function toTheNewest(list) {
  list.scrollTop = list.classList.contains("newest-first") ? 0 : list.scrollHeight;
}

function tickRow(tick, press) {
  const box = make("input");
  box.type = "checkbox";
  box.checked = tick.on;
  box.dataset.key = tick.key;
  box.addEventListener("change", () => press({ type: "strike", key: tick.key, struck: !box.checked }));
  const words = make("span", "", make("span", "label", tick.label));
  for (const item of tick.items) words.append(make("span", "", make("bdi", "", item)));
  return make("label", "tick", box, words);
}

function switchRow(one, press) {
  const box = make("input");
  box.type = "checkbox";
  box.checked = one.on;
  box.addEventListener("change", () => press(one.turn));
  const words = make("span", "", make("span", "label", one.label), make("span", "note", one.note));
  return make("label", "tick", box, words);
}

/** How loud it is: a bar that moves, of no interest to a screen reader. */
function meter(level) {
  const element = make("meter", "level");
  element.max = 8;
  element.value = level;
  element.setAttribute("aria-hidden", "true");
  return element;
}

/** One builder a kind: (block, page's tools) -> element. */
const BUILD = {
  paragraph(block) {
    const element = make(block.style === "title" ? "h1" : "p", block.style, ...inline(block.runs));
    if (block.style === "title") element.tabIndex = -1;
    return element;
  },
  digits(block) {
    const element = make("p", "digits", ...block.groups.map((group) => make("span", "", group)));
    element.setAttribute("role", "img");
    element.setAttribute("aria-label", block.label);
    return element;
  },
  choices: (block, { press }) => make("div", "choices", ...block.choices.map((choice) => button(choice, press))),
  field(block, { press }) {
    const input = make("input");
    const help = make("p", "quiet", block.help);
    const mistake = make("p", "mistake", block.mistake);
    const label = make("label", "", block.label);
    const go = make("button", "", block.button);
    const form = make("form", block.large ? "field large" : "field", label, make("div", "row", input, go), mistake, help);
    input.id = label.htmlFor = freshId();
    help.id = freshId();
    mistake.id = freshId();
    input.autocomplete = "off";
    input.spellcheck = false;
    input.maxLength = block.maximum;
    if (block.large) input.inputMode = "numeric";
    input.setAttribute("aria-describedby", `${mistake.id} ${help.id}`);
    mistake.setAttribute("role", "alert");
    let told = -Infinity;
    input.addEventListener("input", () => {
      if (block.sends !== "say" || input.value === "" || performance.now() - told < TYPING_BEAT_MS) return;
      told = performance.now();
      press({ type: "type" });
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const typed = input.value.trim();
      if (block.sends === "enter_code") press({ type: "enter_code", code: typed || " " });
      else if (typed) press({ type: "say", text: typed });
      if (block.sends === "say") input.value = "";
    });
    return form;
  },
  lines(block) {
    const title = make("h2", "", block.title);
    title.id = freshId();
    const list = make("ul", block.newest_first ? "lines newest-first" : "lines", ...(block.lines.length ? block.lines.map(lineItem) : [make("li", "", block.empty)]));
    list.tabIndex = 0;
    list.setAttribute("aria-labelledby", title.id);
    const log = make("div", "", list);
    log.setAttribute("role", "log");
    log.setAttribute("aria-labelledby", title.id);
    const note = make("p", "quiet under", block.note);
    note.setAttribute("role", "status");
    return make("section", block.name, title, log, note);
  },
  rows(block, { press }) {
    const rows = block.rows.map((row) => {
      const words = make("span", "", make("span", "", ...inline(row.label)), make("span", "note", ...inline(row.note)));
      if (row.level !== null) words.append(meter(row.level));
      return make("li", "", words, button(row.button, press));
    });
    const list = rows.length ? make("ul", "", ...rows) : make("p", "", block.empty);
    return make("section", "rows", make("h2", "", block.title), list);
  },
  lengths(block) {
    const radios = block.lengths.map((length, at) => {
      const box = make("input");
      box.type = "radio";
      box.name = "minutes";
      box.value = length.minutes ?? "";
      box.checked = at === 0;
      return make("label", "", box, make("span", "", length.label));
    });
    return make("fieldset", "lengths", make("legend", "", block.label), ...radios);
  },
  switches(block, { press }) {
    return make("fieldset", "ticks", make("legend", "unseen", block.label), ...block.switches.map((one) => switchRow(one, press)));
  },
  ticks(block, { press }) {
    return make("fieldset", "ticks", make("legend", "", block.label), ...block.ticks.map((tick) => tickRow(tick, press)));
  },
  document(block, { read }) {
    const opener = make("button", "", block.label);
    opener.type = "button";
    opener.addEventListener("click", () => read(block));
    return make("p", "document", opener);
  },
  option(block) {
    const box = make("input");
    box.type = "checkbox";
    box.id = block.rides.replace("_", "-");
    box.dataset.rides = block.rides;
    const words = make("span", "", make("span", "", block.label), make("span", "note", block.note));
    return make("label", "option", box, words);
  },
};

/** Where rebuilding would lose what the customer is doing: (element, block, block before) -> whether it was updated. */
const UPDATE = {
  field(element, block, before) {
    element.querySelector(".mistake").textContent = block.mistake;
    const input = element.querySelector("input");
    input.setAttribute("aria-invalid", String(block.mistake !== ""));
    if (block.mistake) input.focus();
    return block.sends === before.sends && block.label === before.label;
  },
  lines(element, block, before) {
    const note = element.querySelector(".under");
    if (note.textContent !== block.note) note.textContent = block.note;
    const old = before.lines.length;
    const kept = block.newest_first ? block.lines.slice(-old) : block.lines.slice(0, old);
    if (old === 0 || JSON.stringify(kept) !== JSON.stringify(before.lines)) return false;
    const list = element.querySelector("ul");
    if (block.newest_first) list.prepend(...block.lines.slice(0, -old).map(lineItem));
    else list.append(...block.lines.slice(old).map(lineItem));
    toTheNewest(list);
    return true;
  },
  rows(element, block, before) {
    const still = (one) => JSON.stringify({ ...one, rows: one.rows.map((row) => ({ ...row, level: row.level !== null })) });
    if (still(block) !== still(before)) return false;
    const levels = block.rows.map((row) => row.level).filter((level) => level !== null);
    element.querySelectorAll("meter").forEach((one, at) => { one.value = levels[at]; });
    return true;
  },
  ticks(element, block) {
    const boxes = [...element.querySelectorAll("input")];
    if (boxes.length !== block.ticks.length || boxes.some((box, at) => box.dataset.key !== block.ticks[at].key)) return false;
    boxes.forEach((box, at) => { box.checked = block.ticks[at].on; });
    return true;
  },
};

// The customer's page: checks the code at once, opens the download when all is well, and puts the code into the file's name.
// The code never leaves this page except in that name, on the customer's own disk.

import { digitsOf, grouped, judge } from "./code.js";

const code = document.getElementById("code");
const said = document.getElementById("code-said");
const accept = document.getElementById("accept");
const whyNot = document.getElementById("why-not");
const downloads = [...document.querySelectorAll("[data-href]")];

const WRONG = ["wrong", "long", "letters"];

function sayIfNew(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function showVerdict(verdict) {
  sayIfNew(said, said.dataset[verdict] ?? "");
  said.classList.toggle("bad", WRONG.includes(verdict));
  code.setAttribute("aria-invalid", String(WRONG.includes(verdict)));
}

function reasonAgainst(verdict) {
  if (verdict !== "empty" && verdict !== "right") return "code";
  return accept.checked ? null : "accept";
}

function nameFor(link, verdict) {
  const spoken = verdict === "right" ? ` ${grouped(digitsOf(code.value))}` : "";
  return `Assistance${spoken}${link.dataset.suffix}`;
}

function open(link, verdict) {
  link.href = link.dataset.href;
  link.download = nameFor(link, verdict);
  link.removeAttribute("aria-disabled");
}

function shut(link) {
  link.removeAttribute("href");
  link.removeAttribute("download");
  link.setAttribute("aria-disabled", "true");
}

function update() {
  const verdict = judge(code.value);
  const reason = reasonAgainst(verdict);
  showVerdict(verdict);
  if (whyNot) sayIfNew(whyNot, whyNot.dataset[reason ?? "ready"]);
  for (const link of downloads) reason ? shut(link) : open(link, verdict);
}

/** A press on a closed download leads to what is missing, instead of doing nothing. */
function leadOn(event) {
  if (event.type === "keydown" && event.key !== "Enter") return;
  const reason = reasonAgainst(judge(code.value));
  if (!reason) return;
  event.preventDefault();
  (reason === "code" ? code : accept).focus();
}

document.getElementById("no-script").remove(); // it stays where this file does not run, for whatever reason
code.addEventListener("input", update);
code.addEventListener("change", () => {
  if (judge(code.value) === "right") code.value = grouped(digitsOf(code.value));
});
accept.addEventListener("change", update);
for (const link of downloads) {
  link.addEventListener("click", leadOn);
  link.addEventListener("keydown", leadOn);
}
update();

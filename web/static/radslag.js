// Makes forms answer while they are filled in, shows how an ingest goes, and takes dropped files.
// Every page works without it.
"use strict";

document.documentElement.classList.add("live");

const later = (wait, act) => {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  };
};

const address = (form) => {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  return `${form.getAttribute("action")}?${new URLSearchParams(pairs)}`;
};

let asked = 0;

const show = async (form, where, remember) => {
  const mine = ++asked;
  const part = document.querySelector(form.dataset.live);
  part.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(where, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(form.dataset.live);
    if (mine !== asked) return;
    if (!answer.ok || !fresh) {
      location.assign(where);
      return;
    }
    const at = document.activeElement;
    const focused = part.contains(at) ? at.id : "";
    const opened = [...part.querySelectorAll("details")].map((each) => each.open);
    const count = part.querySelector("[aria-live]");
    const said = fresh.querySelector("[aria-live]");
    // The live region must stay the same element, or its change is not read aloud.
    if (count && said) {
      const text = said.innerHTML;
      said.replaceWith(count);
      part.replaceChildren(...fresh.childNodes);
      count.innerHTML = text;
    } else {
      part.replaceChildren(...fresh.childNodes);
    }
    part.querySelectorAll("details").forEach((each, at) => {
      if (opened[at]) each.open = true;
    });
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    document.title = page.title;
    const saving = document.querySelector("form.save");
    const newer = page.querySelector("form.save");
    if (saving && newer) saving.replaceWith(newer);
    remember(where);
  } catch {
    location.assign(where);
  } finally {
    part.removeAttribute("aria-busy");
  }
};

// A question that is being typed is one entry of history, however often it was answered; a choice
// or a question that was sent is one of its own.
let typing = false;

const remembered = (typed) => (where) => {
  const same = typed && typing;
  history[same ? "replaceState" : "pushState"]({ live: true }, "", where);
  typing = typed;
};

for (const form of document.querySelectorAll("form[data-live]")) {
  const go = () => show(form, address(form), remembered(false));
  const typed = later(350, () => show(form, address(form), remembered(true)));
  form.addEventListener("input", (event) => {
    if (event.target.matches("input[type=search], input:not([type])")) typed();
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("input[type=checkbox], input[type=radio], select, input[type=date]")) go();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const sent = address(form);
    if (location.pathname + location.search === sent) typing = false;
    else go();
  });
  window.addEventListener("popstate", () => location.reload());
}

document.querySelector("[data-first]")?.focus();

// On narrow screens the facets would stand before the hits.
const filters = document.querySelector(".filters");
if (filters && matchMedia("(max-width: 60rem)").matches) filters.open = false;

const progress = document.querySelector("[data-progress]");
if (progress && progress.dataset.running === "1") {
  const text = document.getElementById("lagetext");
  const bar = document.getElementById("lagesbild");
  const look = async () => {
    const answer = await fetch(progress.dataset.progress);
    if (!answer.ok) return;
    const now = await answer.json();
    if (!now.running && !now.elsewhere) {
      // What was not taken in must be read before it goes.
      if (progress.querySelector("[role=alert]")) text.innerHTML = '<a href="/arkiv"></a>';
      else return location.assign("/arkiv");
      bar.hidden = true;
      text.firstChild.textContent = progress.dataset.done;
      return;
    }
    bar.hidden = !now.running;
    bar.max = Math.max(1, now.total);
    bar.value = now.done;
    const files = now.running ? `${now.done} / ${now.total}` : now.counts.documents;
    if (text.textContent !== files) text.textContent = files;
    setTimeout(look, 1000);
  };
  setTimeout(look, 1000);
}

for (const form of document.querySelectorAll("form[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      form.submit();
    }
  });
}

// Marked places are brought into view inside their frames when the page opens.
const reveal = () => {
  for (const [frame, place] of [[".scroller", "rect.mark"], [".page-text", "mark"]]) {
    const outer = document.querySelector(frame);
    const inner = outer?.querySelector(place);
    if (!inner) continue;
    const from = outer.getBoundingClientRect();
    const to = inner.getBoundingClientRect();
    outer.scrollTo({ top: outer.scrollTop + to.top - from.top - 140, left: Math.max(0, to.left - from.left - 60) });
  }
};
window.addEventListener("load", reveal);

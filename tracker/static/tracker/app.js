// What makes the pages quick by keyboard. Every page works without it.
(() => {
  "use strict";
  const script = document.currentScript;
  const keysAreOff = () => localStorage.getItem("keys") === "off";
  // Into a tick nobody types. One in a dialogue that has just been closed keeps the focus until the next frame.
  const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], .ts-control";
  const isTyping = (target) => target.closest?.(TYPED) !== null;

  // Theme: the same form that works without script, without the round trip.
  const YEAR = 31536000;
  const themeOf = () => /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1] ?? "system";

  const markTheme = () => {
    for (const button of document.querySelectorAll("[data-theme-form] button[name=theme]")) {
      button.setAttribute("aria-pressed", String(button.value === themeOf()));
    }
  };

  const keepTheme = (choice) => {
    const age = choice === "system" ? 0 : YEAR;
    document.cookie = `theme=${choice}; path=/; max-age=${age}; samesite=lax`;
    document.dispatchEvent(new Event("theme:changed"));
    markTheme();
  };

  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-theme-form]") && event.submitter) {
      event.preventDefault();
      keepTheme(event.submitter.value);
      // The account remembers it for other browsers; where that fails, this one still does.
      const body = new FormData(event.target, event.submitter);
      fetch(event.target.action, { method: "POST", body, redirect: "manual" }).catch(() => {});
    }
  });

  // Filters apply themselves: htmx listens to the submit event, and without htmx the page reloads.
  const later = new WeakMap();
  const submitSoon = (form, delay) => {
    clearTimeout(later.get(form));
    later.set(form, setTimeout(() => form.requestSubmit(), delay));
  };

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form) submitSoon(form, 0);
  });

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form && event.target.matches("input[type=search], input[type=text]")) submitSoon(form, 350);
  });

  // Rows open by their first link, unless somebody marks text or uses another control.
  const rowsOf = () => [...document.querySelectorAll("[data-rows] tbody tr, [data-rows] > li")].filter(linkOf);
  const linkOf = (row) => row.querySelector("a[href]");

  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-rows] tbody tr");
    const busy = event.target.closest("a, button, input, select, label, summary");
    if (!row || busy || event.ctrlKey || event.metaKey || event.shiftKey || String(getSelection())) return;
    linkOf(row)?.click();
  });

  const move = (step) => {
    const rows = rowsOf();
    if (!rows.length) return;
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + step, 0), rows.length - 1);
    linkOf(rows[next]).focus();
    rows[next].scrollIntoView({ block: "nearest" });
  };

  // Keys.
  const focusSearch = () => {
    const field = document.getElementById("quick-search");
    field?.focus();
    field?.select();
  };

  const keys = {
    "/": focusSearch,
    n: () => document.querySelector("[data-key=n]")?.click(),
    j: () => move(1),
    k: () => move(-1),
    "?": () => document.getElementById("keys")?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    if (!act || modified || keysAreOff() || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    if (event.target.closest("[data-prints]")) window.print();
  });

  const bindKeySwitch = () => {
    const box = document.getElementById("keys-on");
    if (!box) return;
    box.checked = !keysAreOff();
    box.addEventListener("change", () => localStorage.setItem("keys", box.checked ? "on" : "off"));
  };

  // Long pick-lists: the library is fetched only where one stands on the page.
  let library = null;
  const loadPickLists = () => {
    library ??= new Promise((resolve, reject) => {
      const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: script.dataset.pickSheet });
      document.head.prepend(style);
      const source = Object.assign(document.createElement("script"), { src: script.dataset.pickScript });
      source.addEventListener("load", resolve);
      source.addEventListener("error", reject);
      document.head.append(source);
    });
    return library;
  };

  // The library hides the select from the eye only, and leaves its own fields without a name.
  const namePickList = (list, wrapper) => {
    const label = document.querySelector(`label[id="${list.id}-ts-label"]`)?.textContent.trim() ?? list.name;
    list.setAttribute("aria-hidden", "true");
    wrapper.querySelector(".items-placeholder")?.setAttribute("aria-hidden", "true");
    wrapper.querySelector(".dropdown-input")?.setAttribute("aria-label", label);
  };

  const improvePickLists = async (within) => {
    const lists = [...within.querySelectorAll("select[data-pick]:not(.tomselected)")];
    if (!lists.length) return;
    await loadPickLists();
    for (const list of lists) {
      const plugins = list.multiple ? ["remove_button"] : ["dropdown_input"];
      const closeAfterSelect = !list.multiple;
      const picker = new window.TomSelect(list, { plugins, closeAfterSelect, maxOptions: null, hidePlaceholder: true });
      namePickList(list, picker.wrapper);
    }
  };

  // Filters come unfolded, as a page without script needs them; on small screens the list goes first.
  const foldFilters = () => {
    if (!window.matchMedia("(width < 64rem)").matches) return;
    for (const fold of document.querySelectorAll("details.filters-fold")) fold.open = false;
  };

  // What went wrong is read first.
  const focusErrors = (within) => within.querySelector("[data-error-summary]")?.focus();

  // What scrolls in its frame can be scrolled by keyboard.
  const reachFrames = (within) => {
    for (const frame of within.querySelectorAll(".table-frame:not([tabindex])")) {
      if (frame.scrollWidth <= frame.clientWidth && frame.scrollHeight <= frame.clientHeight) continue;
      const name = frame.querySelector("caption") ?? frame.closest("section")?.querySelector("h2");
      frame.tabIndex = 0;
      frame.setAttribute("role", "region");
      frame.setAttribute("aria-label", name?.textContent.trim() ?? document.title);
    }
  };

  const improve = (within) => {
    reachFrames(within);
    improvePickLists(within);
    focusErrors(within);
  };

  // Closed on small screens without script too: this only lets Escape close the menu.
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.activeElement?.closest("details.rail-menu, details.account");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  document.addEventListener("DOMContentLoaded", () => {
    markTheme();
    bindKeySwitch();
    foldFilters();
    improve(document);
  });
  // An address says what is asked, and nothing of what is not.
  document.addEventListener("htmx:configRequest", (event) => {
    const { elt, formData } = event.detail;
    if (!elt.matches("form[data-autosubmit]")) return;
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
    // The usual columns are no choice: the address stays short.
    const columns = [...elt.querySelectorAll("[name=column]")];
    if (columns.every((box) => box.checked === ("usual" in box.dataset))) formData.delete("column");
  });
  document.addEventListener("htmx:afterSettle", (event) => improve(event.detail.elt));
  window.addEventListener("resize", () => reachFrames(document));
})();

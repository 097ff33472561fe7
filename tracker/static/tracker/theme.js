// Runs before the first paint, so that a kept choice never flashes in the other theme.
(() => {
  "use strict";
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  const kept = () => /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1] ?? "system";
  const show = () => {
    const choice = kept();
    root.dataset.bsTheme = choice === "system" ? (system.matches ? "dark" : "light") : choice;
  };

  root.classList.add("js");
  show();
  system.addEventListener("change", show);
  document.addEventListener("theme:changed", show);
})();

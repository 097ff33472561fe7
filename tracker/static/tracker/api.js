// Draws the document of the API. Nothing is asked of another host, and no token is kept.
(() => {
  "use strict";
  const root = document.documentElement;
  const place = document.getElementById("api");

  const shade = () => root.classList.toggle("dark-mode", root.dataset.bsTheme === "dark");
  shade();
  new MutationObserver(shade).observe(root, { attributes: true, attributeFilter: ["data-bs-theme"] });

  const csrf = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  const signed = (request) => {
    const token = csrf();
    if (token && new URL(request.url, location.href).origin === location.origin) {
      request.headers["X-CSRFToken"] = token;
    }
    return request;
  };

  // Swagger UI has a link inside the button that opens an operation, and a choice of servers where there is one.
  const plain = ({ React }) => ({
    components: {
      DeepLink: ({ text }) => React.createElement("span", null, text),
      ServersContainer: () => null,
    },
  });

  // It leaves fields without a name, gives buttons another one than they show, and keeps what scrolls from the keyboard.
  const names = {
    "[data-param-name] select": (field) => field.closest("[data-param-name]").dataset.paramName,
    ".body-param__text": () => place.dataset.body,
    ".examples-select-element": () => place.dataset.examples,
    ".close-modal": () => place.dataset.close,
    ".modal-btn": (button) => button.textContent,
  };
  const complete = () => {
    for (const [fields, name] of Object.entries(names)) {
      for (const field of place.querySelectorAll(fields)) {
        field.setAttribute("aria-label", name(field));
      }
    }
    for (const example of place.querySelectorAll(".microlight")) {
      example.tabIndex = 0;
    }
  };
  new MutationObserver(complete).observe(place, { childList: true, subtree: true });

  window.SwaggerUIBundle({
    url: place.dataset.document,
    domNode: place,
    presets: [window.SwaggerUIBundle.presets.apis],
    plugins: [plain],
    layout: "BaseLayout",
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    filter: true,
    syntaxHighlight: { theme: "tomorrow-night" },
    requestInterceptor: signed,
    validatorUrl: null,
  });
})();

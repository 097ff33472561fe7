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

  window.SwaggerUIBundle({
    url: place.dataset.document,
    domNode: place,
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    filter: true,
    requestInterceptor: signed,
    validatorUrl: null,
  });
})();

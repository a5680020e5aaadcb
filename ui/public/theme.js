// Sets the theme that was chosen here before the first thing is drawn.
(function () {
  try {
    var theme = localStorage.getItem("selsyn-theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch (_) {
    // Storage is closed to us; the system's choice holds.
  }
})();

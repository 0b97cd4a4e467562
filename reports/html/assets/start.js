// Everything set going: themes, print, the observers.

function startTheme() {
  const button = document.getElementById("theme");
  const update = () => {
    button.textContent = isDark() ? "Light theme" : "Dark theme";
    redraw();
  };
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    update();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", update);
  update();
}

// Paper is light and shows every chart. Drawing needs no timers, so that it is done when the handler returns.
function startPrinting() {
  let theme;
  addEventListener("beforeprint", () => {
    theme = document.documentElement.dataset.theme;
    const wasDark = isDark();
    document.documentElement.dataset.theme = "light";
    for (const figure of document.querySelectorAll("figure.chart")) {
      if (wasDark || figure.dataset.state !== "drawn") draw(figure).catch((error) => console.error(error));
    }
  });
  addEventListener("afterprint", () => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    if (isDark()) redraw();
  });
}

document.documentElement.classList.add("has-scripts");
startTips();
startSorting();
startOverview();
startTheme();
startPrinting();
startChoosers();
document.getElementById("draw-all").addEventListener("click", drawAll);

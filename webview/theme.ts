/** The editor's colours for what is drawn on a canvas; changes with the theme. */

export interface Palette {
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly boxFill: string;
  readonly border: string;
  readonly wire: string;
  readonly selection: string;
  readonly match: string;
  readonly blue: string;
  readonly green: string;
  readonly orange: string;
  readonly purple: string;
  readonly red: string;
  readonly yellow: string;
  readonly font: string;
  readonly dark: boolean;
  readonly highContrast: boolean;
}

/** Reads the palette from the CSS variables that the editor sets. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.body);
  const pick = (...names: string[]): string => {
    for (const name of names) {
      const value = style.getPropertyValue(`--vscode-${name}`).trim();
      if (value !== "") return value;
    }
    return style.color;
  };
  const { classList } = document.body;
  const highContrast = classList.contains("vscode-high-contrast") || classList.contains("vscode-high-contrast-light");
  return {
    background: pick("editor-background"),
    foreground: pick("editor-foreground", "foreground"),
    muted: highContrast ? pick("editor-foreground") : pick("descriptionForeground", "foreground"),
    boxFill: highContrast ? pick("editor-background") : pick("editorWidget-background", "editor-background"),
    border: pick("contrastBorder", "editorWidget-border", "panel-border", "descriptionForeground"),
    wire: highContrast ? pick("editor-foreground") : pick("descriptionForeground", "foreground"),
    selection: pick("focusBorder", "contrastActiveBorder"),
    match: pick("editor-findMatchBorder", "editorWarning-foreground", "charts-orange"),
    blue: pick("charts-blue", "editorInfo-foreground"),
    green: pick("charts-green", "terminal-ansiGreen"),
    orange: pick("charts-orange", "terminal-ansiYellow"),
    purple: pick("charts-purple", "terminal-ansiMagenta"),
    red: pick("charts-red", "terminal-ansiRed"),
    yellow: pick("charts-yellow", "terminal-ansiYellow"),
    font: pick("font-family") || "sans-serif",
    dark: classList.contains("vscode-dark") || (highContrast && !classList.contains("vscode-high-contrast-light")),
    highContrast,
  };
}

/** Calls back whenever the user changes the theme. */
export function onThemeChange(callback: () => void): void {
  new MutationObserver(callback).observe(document.body, {
    attributes: true,
    attributeFilter: ["class", "data-vscode-theme-id"],
  });
  new MutationObserver(callback).observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
}

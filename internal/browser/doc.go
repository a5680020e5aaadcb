// Package browser tests the web application as people use it: it starts the real
// platform, drives a headless Chromium through the pages with mouse and
// keyboard, and has axe-core look for barriers on every screen in both themes.
//
// It is a module of its own, so that what drives the browser is no dependency
// of the program. The tests run when SELSYN_BROWSER is set, need Chromium and
// what npm ci installs in ui, and put screenshots into the folder that
// SELSYN_SHOTS names.
package browser

import { render } from "solid-js/web";
import { App } from "./app";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/parts.css";
import "./styles/cut.css";

render(() => <App />, document.getElementById("app")!);

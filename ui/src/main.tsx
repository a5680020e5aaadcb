import { render } from "solid-js/web";

render(() => <p>Selsyn</p>, document.getElementById("app")!);

import { Route, Router } from "@solidjs/router";
import { createEffect, Match, Switch, createSignal, type ParentProps } from "solid-js";
import { learnNames } from "./api/names";
import { me, recognise } from "./api/session";
import { Refusal } from "./parts/notice";
import { Loading } from "./parts/page";
import { Shell } from "./shell";
import { AccessPage } from "./pages/access/access";
import { AssetPage } from "./pages/assets/asset";
import { AssetsPage } from "./pages/assets/assets";
import { Claim } from "./pages/claim";
import { CutPage } from "./pages/cut/cut";
import { EntityPage } from "./pages/graph/entity";
import { GraphPage } from "./pages/graph/graph";
import { NotFound } from "./pages/not-found";
import { Productions } from "./pages/productions";
import { AssignmentsPage } from "./pages/production/assignments";
import { EventsPage } from "./pages/production/events";
import { Frame } from "./pages/production/frame";
import { Overview } from "./pages/production/overview";
import { TurnoversPage } from "./pages/production/turnovers";
import { PeoplePage } from "./pages/people/people";
import { SignIn } from "./pages/sign-in";
import { TurnoverPage } from "./pages/turnover";
import { WebhooksPage } from "./pages/webhooks/webhooks";
import { YouPage } from "./pages/you";

/** App shows the gate to who has not signed in and the pages to who has. */
export function App() {
  return (
    <Router root={Root}>
      <Route path="/claim" component={Claim} />
      <Route path="/sign-in" component={SignIn} />
      <Route path="/" component={Productions} />
      <Route path="/people" component={PeoplePage} />
      <Route path="/you" component={YouPage} />
      <Route path="/productions/:production" component={Frame}>
        <Route path="/" component={Overview} />
        <Route path="/assets" component={AssetsPage} />
        <Route path="/assets/:asset" component={AssetPage} />
        <Route path="/graph" component={GraphPage} />
        <Route path="/graph/:entity" component={EntityPage} />
        <Route path="/turnovers" component={TurnoversPage} />
        <Route path="/turnovers/:turnover" component={TurnoverPage} />
        <Route path="/assignments" component={AssignmentsPage} />
        <Route path="/access" component={AccessPage} />
        <Route path="/webhooks" component={WebhooksPage} />
        <Route path="/events" component={EventsPage} />
        <Route path="/cuts/:cut" component={CutPage} />
      </Route>
      <Route path="*" component={NotFound} />
    </Router>
  );
}

function Root(props: ParentProps<{ location: { pathname: string } }>) {
  const [failed, setFailed] = createSignal<unknown>();
  recognise().catch(setFailed); // before a page inside asks to enter
  createEffect(() => me() && void learnNames());
  const gate = () => props.location.pathname === "/claim" || props.location.pathname === "/sign-in";
  return (
    <Shell>
      <Switch fallback={<Loading />}>
        <Match when={failed()}>
          <Refusal error={failed()} />
        </Match>
        <Match when={gate()}>{props.children}</Match>
        <Match when={me() === null}>
          <SignIn />
        </Match>
        <Match when={me()}>{props.children}</Match>
      </Switch>
    </Shell>
  );
}

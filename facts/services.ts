import {
  createAlertmanager,
  type Alertmanager,
} from "../providers/alertmanager/alertmanager.ts";
import { CALENDAR_BYTES } from "../core/time/calendar/limits.ts";
import {
  createCalendarFeed,
  type CalendarFeed,
} from "../providers/calendar-feed/calendar-feed.ts";
import {
  createGrafanaIrm,
  type GrafanaIrm,
} from "../providers/grafana-irm/grafana-irm.ts";
import {
  createIncidentIo,
  type IncidentIo,
} from "../providers/incident-io/incident-io.ts";
import {
  createPagerDuty,
  type PagerDuty,
} from "../providers/pagerduty/pagerduty.ts";
import {
  createPrometheus,
  type Prometheus,
} from "../providers/prometheus/prometheus.ts";
import {
  createStatuspage,
  type Statuspage,
} from "../providers/statuspage/statuspage.ts";
import type { Surroundings } from "../providers/service/surroundings.ts";

/** Where the services are and what opens them: the operator's settings. */
export interface ServiceSettings {
  prometheusUrl?: string;
  prometheusToken?: string;
  pagerDuty?: { url: string; token: string };
  alertmanager?: { url: string; token?: string };
  statuspageUrl?: string;
  /** The addresses of calendars, by the names that policies call them by. */
  calendarFeeds?: ReadonlyMap<string, string>;
  grafanaIrm?: { url: string; token: string; stack?: string };
  incidentIo?: { url: string; token: string };
}

/**
 * The services that the operator set up; one that is absent is not. They live as long as the process, because each
 * remembers its last answers, its failures and its limits.
 */
export interface Services {
  prometheus?: Prometheus;
  pagerduty?: PagerDuty;
  alertmanager?: Alertmanager;
  statuspage?: Statuspage;
  /** By name. */
  calendarFeeds?: ReadonlyMap<string, CalendarFeed>;
  grafanaIrm?: GrafanaIrm;
  incidentIo?: IncidentIo;
}

export function createServices(
  settings: ServiceSettings,
  surroundings: Surroundings,
): Services {
  const { prometheusUrl, prometheusToken, statuspageUrl } = settings;
  const { pagerDuty, alertmanager, grafanaIrm, incidentIo } = settings;
  return {
    ...(prometheusUrl !== undefined && {
      prometheus: createPrometheus(
        {
          url: prometheusUrl,
          ...(prometheusToken !== undefined && { token: prometheusToken }),
        },
        surroundings,
      ),
    }),
    ...(pagerDuty && { pagerduty: createPagerDuty(pagerDuty, surroundings) }),
    ...(alertmanager && {
      alertmanager: createAlertmanager(alertmanager, surroundings),
    }),
    ...(statuspageUrl !== undefined && {
      statuspage: createStatuspage({ url: statuspageUrl }, surroundings),
    }),
    ...(settings.calendarFeeds && {
      calendarFeeds: new Map(
        [...settings.calendarFeeds].map(([name, url]) => [
          name,
          createCalendarFeed(
            { name, url, largest: CALENDAR_BYTES },
            surroundings,
          ),
        ]),
      ),
    }),
    ...(grafanaIrm && {
      grafanaIrm: createGrafanaIrm(grafanaIrm, surroundings),
    }),
    ...(incidentIo && {
      incidentIo: createIncidentIo(incidentIo, surroundings),
    }),
  };
}

import { Temporal } from "temporal-polyfill";

/** One day as the clocks of a zone show it. */
export interface LocalDay {
  /** 2026-11-23 */
  date: string;
  /** 24 of them, by what the clock shows; one that is skipped begins and ends at the same moment. */
  hours: { from: Date; to: Date }[];
}

/** So many days, beginning with the one in which the moment lies. */
export function localDays(
  moment: Date,
  zone: string,
  days: number,
): LocalDay[] {
  const first = Temporal.Instant.fromEpochMilliseconds(moment.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate();
  return Array.from({ length: days }, (_, index) => {
    const day = first.add({ days: index });
    const starts = Array.from({ length: 25 }, (__, hour) =>
      startOfHour(day, hour, zone),
    );
    return {
      date: day.toString(),
      hours: starts.slice(0, 24).map((from, hour) => ({
        from,
        to: starts[hour + 1] ?? from,
      })),
    };
  });
}

function startOfHour(
  day: Temporal.PlainDate,
  hour: number,
  zone: string,
): Date {
  const { epochMilliseconds } = day
    .toPlainDateTime()
    .add({ hours: hour })
    .toZonedDateTime(zone, { disambiguation: "compatible" });
  return new Date(epochMilliseconds);
}

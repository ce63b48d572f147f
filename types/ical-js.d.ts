/*
 * The part of ical.js that is used here. Its own declarations do not compile under the settings of this repository
 * (imports without endings); tsconfig.json leads here instead.
 */

declare namespace ICAL {
  function parse(text: string): unknown;

  class Component {
    constructor(parsed: unknown);
    getAllSubcomponents(name: string): Component[];
    getFirstProperty(name: string): Property | null;
    getAllProperties(name: string): Property[];
    getFirstPropertyValue(name: string): unknown;
  }

  class Property {
    readonly name: string;
    getFirstParameter(name: string): string | undefined;
    getFirstValue(): unknown;
    getValues(): unknown[];
    /** Name, parameters, type, and then the values as they are written. */
    toJSON(): unknown[];
  }

  class Time {
    readonly year: number;
    readonly month: number;
    readonly day: number;
    readonly hour: number;
    readonly minute: number;
    readonly second: number;
    readonly isDate: boolean;
    readonly zone: Timezone;
    static fromJSDate(date: Date, useUtc: boolean): Time;
    toString(): string;
  }

  class Timezone {
    static readonly utcTimezone: Timezone;
    constructor(described: Component);
    /** In seconds, at a local time. */
    utcOffset(time: Time): number;
  }

  class Duration {
    readonly isNegative: boolean;
    readonly weeks: number;
    readonly days: number;
    readonly hours: number;
    readonly minutes: number;
    readonly seconds: number;
  }

  class Period {
    readonly start: Time;
    getEnd(): Time;
  }

  class Recur {
    readonly freq: string;
    readonly interval: number;
    readonly until: Time | null;
    readonly parts: Readonly<Record<string, unknown>>;
    toString(): string;
  }
}

export default ICAL;

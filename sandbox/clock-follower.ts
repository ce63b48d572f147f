/* Loaded before the app (`node --import`), so that it lives by the sandbox's clock. */
import { followParentClock } from "./clock.ts";

followParentClock();

/** The product's version, from the package's manifest. */

import { version } from "../../package.json";

export const VERSION: string = version;

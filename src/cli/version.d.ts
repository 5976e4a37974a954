/** The package's version, written in by the bundler. */
declare const VERSION: string;

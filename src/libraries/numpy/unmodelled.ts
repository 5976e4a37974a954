/** Public names of numpy 2 that have no model here: using one is a clear error. */

const NAMES =
  "asmatrix bmat broadcast busday_count busday_offset busdaycalendar bytes_ char clongdouble complex256 ctypeslib datetime64 datetime_as_string datetime_data emath float128 fromfile from_dlpack fromregex genfromtxt longdouble loadtxt ma mask_indices matrix matvec memmap nested_iters poly1d polydiv polynomial rec recarray record roots savetxt savez savez_compressed sort_complex strings test timedelta64 vecmat void";

export const UNMODELLED: ReadonlySet<string> = new Set(NAMES.split(" "));

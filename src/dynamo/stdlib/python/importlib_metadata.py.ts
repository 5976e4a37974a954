/** `importlib.metadata`, written in Python over the host's view of installed packages. */

export const IMPORTLIB_METADATA = String.raw`
import re
import sys
import _host
import _source

class PackageNotFoundError(ModuleNotFoundError):
    def __str__(self):
        return f"No package metadata was found for {self.args[0]}"
    @property
    def name(self):
        return self.args[0]

def _normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()

def _folders():
    for directory in sys.path:
        for entry, is_directory in _host.listdir(directory) or ():
            if is_directory and entry.endswith(".dist-info"):
                yield directory + "/" + entry, entry[:-len(".dist-info")]

class Metadata(dict):
    def get_all(self, name, failobj=None):
        return [self[name]] if name in self else failobj

class Distribution:
    def __init__(self, folder):
        self._folder = folder
        self._metadata = None

    @property
    def metadata(self):
        if self._metadata is None:
            self._metadata = Metadata()
            for line in _source.lines(self._folder + "/METADATA"):
                if not line.strip():
                    break
                key, colon, value = line.partition(":")
                if colon and not key.startswith(" ") and key not in self._metadata:
                    self._metadata[key] = value.strip()
        return self._metadata

    @property
    def version(self):
        return self.metadata.get("Version") or self._folder.rsplit("/", 1)[1][:-len(".dist-info")].rpartition("-")[2]

    @property
    def name(self):
        return self.metadata.get("Name")

    @property
    def requires(self):
        found = [line.partition(":")[2].strip() for line in _source.lines(self._folder + "/METADATA") if line.startswith("Requires-Dist:")]
        return found or None

    @property
    def entry_points(self):
        return ()

    def read_text(self, filename):
        return "".join(_source.lines(self._folder + "/" + filename)) or None

def distribution(distribution_name):
    wanted = _normal(distribution_name)
    first = wanted[:1]
    for folder, label in _folders():
        if label[:1].lower() == first and _normal(label.rpartition("-")[0]) == wanted:
            return Distribution(folder)
    raise PackageNotFoundError(distribution_name)

def distributions(**kwargs):
    return [Distribution(folder) for folder, label in _folders()]

def version(distribution_name):
    return distribution(distribution_name).version

def metadata(distribution_name):
    return distribution(distribution_name).metadata

def requires(distribution_name):
    return distribution(distribution_name).requires

def entry_points(**params):
    return ()

def packages_distributions():
    found = {}
    for folder, label in _folders():
        name = Distribution(folder).name or label.rpartition("-")[0]
        for line in _source.lines(folder + "/top_level.txt") or [label.rpartition("-")[0].replace("-", "_")]:
            found.setdefault(line.strip(), []).append(name)
    return found
`;

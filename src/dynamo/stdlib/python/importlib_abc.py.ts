/** `importlib.abc` and `importlib.machinery`: classes to derive from; finders and loaders are never asked here. */

export const IMPORTLIB_ABC = String.raw`
class Finder:
    pass

class MetaPathFinder(Finder):
    def invalidate_caches(self):
        pass

class PathEntryFinder(Finder):
    def invalidate_caches(self):
        pass

class Loader:
    def create_module(self, spec):
        return None

    def exec_module(self, module):
        raise ImportError

class ResourceLoader(Loader):
    pass

class InspectLoader(Loader):
    pass

class ExecutionLoader(InspectLoader):
    pass

class FileLoader(ResourceLoader, ExecutionLoader):
    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

class SourceLoader(ResourceLoader, ExecutionLoader):
    pass
`;

export const IMPORTLIB_MACHINERY = String.raw`
import sys
from importlib.abc import FileLoader, Loader, MetaPathFinder, SourceLoader

ModuleSpec = type(sys.__spec__)
SOURCE_SUFFIXES = [".py"]
BYTECODE_SUFFIXES = [".pyc"]
EXTENSION_SUFFIXES = []

def all_suffixes():
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES

class BuiltinImporter(Loader):
    pass

class FrozenImporter(Loader):
    pass

class PathFinder(MetaPathFinder):
    pass

class FileFinder:
    pass

class SourceFileLoader(FileLoader, SourceLoader):
    pass

class SourcelessFileLoader(FileLoader):
    pass

class ExtensionFileLoader(FileLoader):
    pass
`;

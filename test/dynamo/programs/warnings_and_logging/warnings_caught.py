import warnings
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    warnings.warn("careful"); warnings.warn("old", DeprecationWarning)
print([(str(x.message), x.category.__name__) for x in w])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try: warnings.warn("fatal", UserWarning)
    except UserWarning as e: print("raised", e)

"""Writes src/onnx/data/operators.json: the standard operators' schemas, from the `onnx` package (Python).

Usage: python .tools/operator_schemas.py src/onnx/data/operators.json. Kept are the versions in force at opset 18 and those up to MAX.
A parameter is `name`, `?` optional, `*` variadic, `~` heterogeneous, then `:` and a type variable, or `=` and a type.
"""
import json, sys
from onnx import defs
MAX=23
A={"FLOAT":"float","INT":"int","STRING":"string","TENSOR":"tensor","GRAPH":"graph","SPARSE_TENSOR":"sparse_tensor","TYPE_PROTO":"type_proto","FLOATS":"floats","INTS":"ints","STRINGS":"strings","TENSORS":"tensors","GRAPHS":"graphs","SPARSE_TENSORS":"sparse_tensors","TYPE_PROTOS":"type_protos"}
O={"Single":"","Optional":"?","Variadic":"*"}
types={}
typelist=[]
def short(t):
    return t.replace("tensor(","").replace(")","") if t.startswith("tensor(") else t
def tset(ts):
    k=tuple(sorted(short(t) for t in ts))
    if k not in types:
        types[k]=len(typelist); typelist.append(" ".join(k))
    return types[k]
out={}
allv={}
for s in defs.get_all_schemas_with_history():
    if s.domain!="" or s.since_version>MAX: continue
    allv.setdefault(s.name,[]).append(s)
for name,lst in sorted(allv.items()):
    lst.sort(key=lambda s:s.since_version)
    keep=[s for i,s in enumerate(lst) if not (i+1<len(lst) and lst[i+1].since_version<=18)]
    rows=[]
    for s in keep:
        cons={c.type_param_str:tset(c.allowed_type_strs) for c in s.type_constraints}
        def params(ps): 
            r=[]
            for p in ps:
                o=str(p.option).split(".")[-1]
                t=p.type_str
                if t not in cons: t="="+short(t)
                het = o=="Variadic" and not p.is_homogeneous
                r.append(f"{p.name}{O[o]}{'~' if het else ''}:{t}")
            return r
        row={"since":s.since_version,"inputs":params(s.inputs),"outputs":params(s.outputs)}
        row["arity"]=[s.min_input,min(s.max_input,2147483647),s.min_output,min(s.max_output,2147483647)]
        if cons: row["types"]=cons
        at={n:A[str(a.type).split(".")[-1]]+("!" if a.required else "") for n,a in sorted(s.attributes.items())}
        if at: row["attributes"]=at
        if s.deprecated: row["deprecated"]=True
        rows.append(row)
    out[name]=rows
doc={"opset":MAX,"typeSets":typelist,"operators":out}
json.dump(doc,open(sys.argv[1],"w"),separators=(",",":"))
print(len(out), sum(len(r) for r in out.values()))

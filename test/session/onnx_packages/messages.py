import warnings
warnings.simplefilter("ignore")
import onnx
from onnx import helper, TensorProto
n=onnx.NodeProto(); n.name="a\n'é\"\x01"; n.doc_string="☃"; print(str(n), repr(n), end="")
a=helper.make_attribute("x",[1.5,2.0,0.1]); print(a); a=helper.make_attribute("s","hé"); print(a); 
t=helper.make_tensor("t",1,[2],[1.0,float("nan")]); print(t, t.HasField("name"), [(f.name, v) for f, v in t.ListFields()]); 
t.raw_data=b"\x00\xff"; print(t)
d=onnx.TensorShapeProto.Dimension(); d.dim_value=3; print(d.WhichOneof("value")); d.dim_param="n"; print(d.WhichOneof("value"), d.dim_value, d.HasField("dim_value"))
for f in (lambda: setattr(n,"zz",1), lambda: n.zz, lambda: setattr(n,"name",3), lambda: n.HasField("zz"), lambda: n.HasField("input"), lambda: n.input.append(3), lambda: setattr(t,"dims",[3]), lambda: setattr(onnx.ValueInfoProto(),"type",3), lambda: onnx.NodeProto(zz=3), lambda: setattr(t,"data_type","x"), lambda: TensorProto.DataType.Name(99)):
    try: print(f())
    except Exception as e: print(type(e).__module__, type(e).__name__, e)
print(TensorProto.DataType.Name(1), TensorProto.DataType.Value("INT64"), TensorProto.DataType.items()[:3], TensorProto.FLOAT, onnx.AttributeProto.INT, onnx.AttributeProto.AttributeType.Name(2), type(n.input).__name__, type(n.attribute).__name__, type(n).__module__, type(n).__qualname__)
print(n.DESCRIPTOR.full_name, [f.name for f in n.DESCRIPTOR.fields][:3])
for k in (None,):
  x=helper.make_tensor_value_info("x",1,["n",3,None]); print(helper.printable_value_info(x)); print(helper.make_tensor_value_info("x",1,None))
  g=helper.make_graph([helper.make_node("Relu",["x"],["y"],name="r"), helper.make_node("Cast",["y"],["z"],to=7)],"g",[x],[helper.make_tensor_value_info("z",7,["n",3,None])]); print(helper.printable_graph(g))

print(onnx.numpy_helper.to_array(helper.make_tensor("b",TensorProto.FLOAT16,[2],[1.0,2.0])).dtype, onnx.numpy_helper.to_array(helper.make_tensor("b",TensorProto.STRING,[2],["a","b"])))

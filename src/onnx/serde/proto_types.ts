/** The messages of `onnx.proto` as plain objects, the form that they are written from and read to. */

/** protobufjs reads 64-bit integers as this; it writes plain numbers too. */
export interface Int64Parts {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
}
export type Int64 = number | Int64Parts;

export interface EntryProto {
  key?: string;
  value?: string;
}

export interface OperatorSetIdProto {
  domain?: string;
  version?: Int64;
}

export interface TensorProto {
  dims?: Int64[];
  data_type?: number;
  float_data?: number[];
  int32_data?: number[];
  string_data?: Uint8Array[];
  int64_data?: Int64[];
  name?: string;
  raw_data?: Uint8Array;
  double_data?: number[];
  uint64_data?: Int64[];
  external_data?: EntryProto[];
  data_location?: number;
}

export interface SparseTensorProto {
  values?: TensorProto | null;
  indices?: TensorProto | null;
  dims?: Int64[];
}

export interface DimensionProto {
  /** Which of the two is set; protobufjs keeps it on the prototype. */
  readonly value?: "dim_value" | "dim_param";
  dim_value?: Int64;
  dim_param?: string;
}

export interface TensorTypeProto {
  elem_type?: number;
  shape?: { dim?: DimensionProto[] } | null;
}

export interface TypeProto {
  tensor_type?: TensorTypeProto | null;
  sequence_type?: { elem_type?: TypeProto | null } | null;
  map_type?: { key_type?: number; value_type?: TypeProto | null } | null;
  opaque_type?: { domain?: string; name?: string } | null;
  sparse_tensor_type?: TensorTypeProto | null;
  optional_type?: { elem_type?: TypeProto | null } | null;
}

export interface ValueInfoProto {
  name?: string;
  type?: TypeProto | null;
}

export interface AttributeProto {
  name?: string;
  type?: number;
  ref_attr_name?: string;
  f?: number;
  i?: Int64;
  s?: Uint8Array;
  t?: TensorProto | null;
  g?: GraphProto | null;
  tp?: TypeProto | null;
  sparse_tensor?: SparseTensorProto | null;
  floats?: number[];
  ints?: Int64[];
  strings?: Uint8Array[];
  tensors?: TensorProto[];
  graphs?: GraphProto[];
  type_protos?: TypeProto[];
  sparse_tensors?: SparseTensorProto[];
}

export interface NodeProto {
  input?: string[];
  output?: string[];
  name?: string;
  op_type?: string;
  domain?: string;
  overload?: string;
  attribute?: AttributeProto[];
  doc_string?: string;
  metadata_props?: EntryProto[];
}

export interface GraphProto {
  node?: NodeProto[];
  name?: string;
  initializer?: TensorProto[];
  sparse_initializer?: SparseTensorProto[];
  doc_string?: string;
  input?: ValueInfoProto[];
  output?: ValueInfoProto[];
  value_info?: ValueInfoProto[];
  metadata_props?: EntryProto[];
}

export interface FunctionProto {
  name?: string;
  input?: string[];
  output?: string[];
  attribute?: string[];
  attribute_proto?: AttributeProto[];
  node?: NodeProto[];
  doc_string?: string;
  opset_import?: OperatorSetIdProto[];
  domain?: string;
  overload?: string;
  value_info?: ValueInfoProto[];
  metadata_props?: EntryProto[];
}

export interface ModelProto {
  ir_version?: Int64;
  opset_import?: OperatorSetIdProto[];
  producer_name?: string;
  producer_version?: string;
  domain?: string;
  model_version?: Int64;
  doc_string?: string;
  graph?: GraphProto | null;
  metadata_props?: EntryProto[];
  functions?: FunctionProto[];
}

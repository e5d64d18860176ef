// The ABI: every kernel of the hot loop in both precisions, f32 and f64. Pointers are byte offsets into the exported
// memory, which belongs to the caller from `heapBase` on. docs/kernels.md holds the contract of each.
//
// A projection has one shape: project…(v, d, scratch, then the set's vectors, then its numbers), in place.

export * from "./core";
export * from "./rare";

// Forced into every C++ file of better-sqlite3 (g++ -include) so that it runs where N-API stops at version 8.
// Version 10 lets a reference hold any value; version 8 only objects, functions and symbols. A reference to
// anything else is therefore kept through a one-property carrier object, and the carriers are remembered per
// thread, because a reference belongs to the environment (and so the thread) that made it.
#ifndef GROVE_NAPI8_H
#define GROVE_NAPI8_H
#ifdef __cplusplus

#undef NAPI_VERSION
#define NAPI_VERSION 8
#include <node_api.h>
#include <unordered_set>

namespace grove_napi8 {

constexpr const char* kCarried = "carried";

inline std::unordered_set<napi_ref>& carriers() {
  thread_local std::unordered_set<napi_ref> refs;
  return refs;
}

inline bool can_be_referenced(napi_valuetype type) {
  switch (type) {
    case napi_object:
    case napi_function:
    case napi_external:
    case napi_symbol:
      return true;
    default:
      return false;
  }
}

inline napi_status create_reference(napi_env env, napi_value value, uint32_t count, napi_ref* result) {
  napi_valuetype type;
  napi_status status = napi_typeof(env, value, &type);
  if (status != napi_ok) return status;
  if (can_be_referenced(type)) return napi_create_reference(env, value, count, result);

  napi_value carrier;
  status = napi_create_object(env, &carrier);
  if (status == napi_ok) status = napi_set_named_property(env, carrier, kCarried, value);
  if (status == napi_ok) status = napi_create_reference(env, carrier, count, result);
  if (status == napi_ok) carriers().insert(*result);
  return status;
}

inline napi_status get_reference_value(napi_env env, napi_ref ref, napi_value* result) {
  const napi_status status = napi_get_reference_value(env, ref, result);
  if (status != napi_ok || *result == nullptr || carriers().count(ref) == 0) return status;
  return napi_get_named_property(env, *result, kCarried, result);
}

inline napi_status delete_reference(napi_env env, napi_ref ref) {
  carriers().erase(ref);  // first: the address may be handed out again
  return napi_delete_reference(env, ref);
}

}  // namespace grove_napi8

#define napi_create_reference grove_napi8::create_reference
#define napi_get_reference_value grove_napi8::get_reference_value
#define napi_delete_reference grove_napi8::delete_reference

#endif
#endif

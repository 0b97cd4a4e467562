#include "tests/unit/strategies/fake_scripts.h"

#include "strategies/fencing.h"
#include "strategies/lease_entry.h"

namespace stampede {
namespace {

struct Running {
  const Words& keys;
  const Words& arguments;
  const Execute& execute;

  std::optional<std::string> get(std::size_t key) const { return execute({"GET", keys[key]}).as_optional_string(); }
  void del(std::size_t key) const { execute({"DEL", keys[key]}); }
  void set(std::size_t key, const std::string& value, const std::string& ttl_ms) const {
    execute({"SET", keys[key], value, "PX", ttl_ms});
  }
  bool set_new(std::size_t key, const std::string& value, const std::string& ttl_ms) const {
    return !execute({"SET", keys[key], value, "NX", "PX", ttl_ms}).is_nil();
  }
  std::optional<std::int64_t> field(std::size_t key, const std::string& name) const {
    const auto text = execute({"HGET", keys[key], name}).as_optional_string();
    return text ? std::optional(std::stoll(*text)) : std::nullopt;
  }
  void set_field(std::size_t key, const std::string& name, std::int64_t number) const {
    execute({"HSET", keys[key], name, std::to_string(number)});
  }
};

Reply integer(std::int64_t number) {
  Reply reply;
  reply.type = Reply::Type::integer;
  reply.integer = number;
  return reply;
}

Reply integer_and(std::int64_t number, const std::optional<std::string>& text) {
  Reply second;
  if (text) {
    second.type = Reply::Type::string;
    second.text = *text;
  }
  Reply reply;
  reply.type = Reply::Type::array;
  reply.elements = {integer(number), second};
  return reply;
}

Reply look_or_lease(const Running& run) {
  if (const auto value = run.get(0)) return integer_and(0, value);
  if (run.set_new(1, run.arguments[0], run.arguments[1])) return integer_and(1, std::nullopt);
  return integer_and(2, run.get(2));
}

void end_lease(const Running& run, bool keeps_interval) {
  if (!keeps_interval) return run.del(1);
  if (run.get(1)) run.execute({"SET", run.keys[1], "used", "KEEPTTL"});
}

Reply store_if_leased(const Running& run) {
  if (run.get(1) != run.arguments[0]) return integer(0);
  run.set(0, run.arguments[1], run.arguments[2]);
  end_lease(run, run.arguments[3] == "1");
  run.del(2);
  return integer(1);
}

Reply invalidate_with_lease(const Running& run) {
  const auto value = run.get(0);
  if (value && run.arguments[0] != "0") run.set(2, *value, run.arguments[0]);
  run.del(0);
  end_lease(run, run.arguments[1] == "1");
  return integer(1);
}

Reply extend_if_owned(const Running& run) {
  if (run.get(0) != run.arguments[0]) return integer(0);
  run.set(0, run.arguments[0], run.arguments[1]);
  return integer(1);
}

Reply next_number(const Running& run, std::size_t fence) {
  const std::int64_t number = run.field(fence, "issued").value_or(0) + 1;
  run.set_field(fence, "issued", number);
  return integer(number);
}

Reply acquire_with_fence(const Running& run) {
  if (!run.set_new(0, run.arguments[0], run.arguments[1])) return integer(0);
  return next_number(run, 1);
}

Reply store_if_not_fenced_off(const Running& run) {
  const std::int64_t number = std::stoll(run.arguments[0]);
  if (number < run.field(1, "lowest").value_or(0) || number > run.field(1, "issued").value_or(0)) return integer(0);
  run.set_field(1, "lowest", number);
  run.set(0, run.arguments[1], run.arguments[2]);
  return integer(1);
}

Reply invalidate_and_fence_off(const Running& run) {
  run.del(0);
  if (const auto issued = run.field(1, "issued")) run.set_field(1, "lowest", *issued + 1);
  return integer(1);
}

}  // namespace

std::optional<Reply> run_by_hand(const Script& script, const Words& keys, const Words& arguments,
                                 const Execute& execute) {
  const Running run{keys, arguments, execute};
  if (&script == &kLookOrLease) return look_or_lease(run);
  if (&script == &kStoreIfLeased) return store_if_leased(run);
  if (&script == &kInvalidateWithLease) return invalidate_with_lease(run);
  if (&script == &kExtendIfOwned) return extend_if_owned(run);
  if (&script == &kAcquireWithFence) return acquire_with_fence(run);
  if (&script == &kDrawFence) return next_number(run, 0);
  if (&script == &kStoreIfNotFencedOff) return store_if_not_fenced_off(run);
  if (&script == &kInvalidateAndFenceOff) return invalidate_and_fence_off(run);
  return std::nullopt;
}

}  // namespace stampede

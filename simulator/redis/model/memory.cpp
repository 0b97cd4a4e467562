#include "simulator/redis/model/memory.h"

#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/numbers.h"

namespace stampede::redis::model {
namespace {

Reply memory_usage(Call& call) {
  for (std::size_t i = 3; i < call.size(); i += 2) {
    if (!equals_word(call[i], "samples") || i + 1 == call.size()) throw CommandError(kSyntaxError);
    if (to_integer(call[i + 1]) < 0) throw CommandError(kSyntaxError);
  }
  const Object* object = call.engine.find(call[2]);
  return object == nullptr ? nil_reply() : integer_reply(static_cast<std::int64_t>(memory_of(*object)));
}

constexpr Command kCommands[] = {
    {"memory", -2, flags::kContainer, {}, nullptr},
    {"memory|usage", -3, flags::kReadOnly, {2, 2, 1}, memory_usage},
};

}  // namespace

std::uint64_t memory_of(const Object& object) {
  return 64 + object.key.size() + std::visit([](const auto& value) -> std::uint64_t {
    if constexpr (requires { value.text_bytes(); }) {
      return value.text_bytes() + 16 * value.size();
    } else {
      return value.size();
    }
  }, object.value);
}

Commands memory_commands() { return kCommands; }

}  // namespace stampede::redis::model

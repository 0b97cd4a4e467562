#include "simulator/redis/wire_size.h"

namespace stampede::redis {

namespace {

constexpr std::uint64_t kLineEnd = 2;

std::uint64_t digits(std::uint64_t number) {
  std::uint64_t count = 1;
  for (; number >= 10; number /= 10) ++count;
  return count;
}

std::uint64_t number_size(std::int64_t number) {
  const auto magnitude = static_cast<std::uint64_t>(number);
  return number < 0 ? 1 + digits(~magnitude + 1) : digits(magnitude);
}

std::uint64_t bulk_size(std::uint64_t bytes) { return 1 + digits(bytes) + kLineEnd + bytes + kLineEnd; }

}  // namespace

std::uint64_t wire_size_bytes(Args args, std::uint64_t prefix_bytes) {
  std::uint64_t bytes = 1 + digits(args.size()) + kLineEnd;
  for (const Arg& arg : args) {
    if (arg.is_number()) {
      bytes += bulk_size(number_size(arg.number()));
    } else {
      bytes += bulk_size((arg.is_key() ? prefix_bytes : 0) + arg.text().size());
    }
  }
  return bytes;
}

std::uint64_t wire_size_bytes(const Reply& reply) {
  switch (reply.type) {
    case Reply::Type::nil:
      return 3 + kLineEnd;
    case Reply::Type::integer:
      return 1 + number_size(reply.integer) + kLineEnd;
    case Reply::Type::string:
      return bulk_size(reply.text.size());
    case Reply::Type::status:
    case Reply::Type::error:
      return 1 + reply.text.size() + kLineEnd;
    case Reply::Type::array:
      break;
  }
  std::uint64_t bytes = 1 + digits(reply.elements.size()) + kLineEnd;
  for (const Reply& element : reply.elements) bytes += wire_size_bytes(element);
  return bytes;
}

}  // namespace stampede::redis

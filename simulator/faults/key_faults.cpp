// See the header.
#include "simulator/faults/key_faults.h"

#include <algorithm>
#include <optional>

namespace stampede::faults {

namespace {

constexpr std::size_t kKeysPerCommand = 500;

constexpr std::int64_t kMicrosecondsPerMillisecond = 1000;
constexpr std::int64_t kMillisecondsPerSecond = 1000;

std::int64_t server_time_ms(Redis& redis) {
  const std::vector<std::string> time = redis.call({"TIME"}).as_strings();
  if (time.size() != 2) throw RedisError(RedisError::Kind::unexpected, "TIME: not two elements");
  return std::stoll(time[0]) * kMillisecondsPerSecond + std::stoll(time[1]) / kMicrosecondsPerMillisecond;
}

}  // namespace

std::vector<RedisKey> chosen_keys(const scenario::KeyChoice& choice, const std::vector<RedisKey>& names,
                                  const workload::Keyspace& keyspace, measure::RandomStream random) {
  if (std::holds_alternative<scenario::AllKeys>(choice)) return names;
  std::vector<bool> is_chosen(keyspace.count());
  if (const auto* hottest = std::get_if<scenario::HottestKeys>(&choice)) {
    std::fill_n(is_chosen.begin(), std::min<std::uint64_t>(hottest->count, keyspace.count()), true);
  } else {
    const double share = std::get<scenario::ShareOfKeys>(choice).share;
    for (std::uint64_t key = 0; key < keyspace.count(); ++key) is_chosen[key] = random.uniform() < share;
  }
  std::vector<RedisKey> chosen;
  for (const RedisKey& name : names) {
    const std::optional<std::uint64_t> key = keyspace.index_within(name.name);
    if (key && is_chosen[*key]) chosen.push_back(name);
  }
  return chosen;
}

std::int64_t unlink_keys(Redis& redis, const std::vector<RedisKey>& keys) {
  std::int64_t removed = 0;
  for (std::size_t begin = 0; begin < keys.size(); begin += kKeysPerCommand) {
    std::vector<Arg> command{"UNLINK"};
    const std::size_t end = std::min(begin + kKeysPerCommand, keys.size());
    for (std::size_t i = begin; i < end; ++i) command.emplace_back(keys[i]);
    removed += redis.call(command).as_integer();
  }
  return removed;
}

std::int64_t expire_keys(Redis& redis, const std::vector<RedisKey>& keys, Duration in) {
  const std::int64_t at_ms = server_time_ms(redis) + expiry_ms(in);
  std::int64_t changed = 0;
  for (std::size_t begin = 0; begin < keys.size(); begin += kKeysPerCommand) {
    std::vector<std::vector<Arg>> commands;
    const std::size_t end = std::min(begin + kKeysPerCommand, keys.size());
    for (std::size_t i = begin; i < end; ++i) commands.push_back({"PEXPIREAT", keys[i], at_ms, "LT"});
    for (const Reply& reply : redis.transaction(commands)) changed += reply.as_integer();
  }
  return changed;
}

}  // namespace stampede::faults

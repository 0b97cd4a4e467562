#include "simulator/redis/virtual_redis.h"

#include <fmt/format.h>

#include <array>
#include <stdexcept>
#include <utility>

#include "simulator/redis/tracking.h"
#include "simulator/redis/wire_size.h"

namespace stampede::redis {

namespace {

// As long as that of a live run, so that bytes compare.
constexpr std::string_view kPrefix = "stampede:0123456789abcdef:1:";

}  // namespace

VirtualRedis::VirtualRedis(runtime::Scheduler& scheduler, VirtualServer& server, Duration deadline,
                           measure::RedisUsage& usage, runtime::ProcessCpu& cpu)
    : Client(scheduler, std::string(kPrefix), deadline, usage), server_(server), deadline_(deadline), cpu_(cpu) {}

void VirtualRedis::connect() {
  await_round_trip("a connection to Redis");
  link_ = server_.open_link(kPrefix, usage(), cpu_);
}

// A connection takes its turn at the process like a command.
void VirtualRedis::await_round_trip(const char* waiting_for) {
  const TimePoint sent = cpu_.send_commands(scheduler().now(), 1);
  scheduler().sleep_until(sent + server_.draw_round_trip(), waiting_for);
  const TimePoint read = cpu_.read_replies(scheduler().now(), 1);
  if (read > scheduler().now()) scheduler().sleep_until(read, waiting_for);
}

void VirtualRedis::exchange(VirtualServer::Link& link, std::span<const Args> commands, std::span<Reply> replies,
                            Duration deadline) {
  using Outcome = VirtualServer::Link::Outcome;
  std::uint64_t bytes = 0;
  for (const Args command : commands) bytes += wire_size_bytes(command, kPrefix.size());
  usage().commands += commands.size();
  usage().bytes_sent += bytes;
  const Outcome outcome = link.exchange(commands, bytes, replies, scheduler().now() + deadline);
  if (outcome == Outcome::answered) return;
  const std::string_view command = commands.front().front().text();
  // A link that is lost is closed by the owner of this object, which is gone then.
  if (outcome == Outcome::lost) {
    throw RedisError(RedisError::Kind::lost, "the connection to Redis was closed before the reply came");
  }
  usage().errors += commands.size();
  throw RedisError(RedisError::Kind::timed_out,
                   fmt::format("Redis has not answered {} within {} ms", command, to_milliseconds(deadline)));
}

Reply VirtualRedis::send(Args args, std::optional<Duration> deadline) {
  Reply reply;
  exchange(*link_, {&args, 1}, {&reply, 1}, deadline.value_or(deadline_));
  return reply;
}

std::vector<Reply> VirtualRedis::send_all(std::span<const std::vector<Arg>> commands) {
  const std::vector<Args> all(commands.begin(), commands.end());
  std::vector<Reply> replies(commands.size());
  exchange(*link_, all, replies, deadline_);
  return replies;
}

void VirtualRedis::subscribe(const RedisKey& channel, MessageHandler handler) {
  if (!subscriptions_) {
    await_round_trip("a connection for subscriptions");
    // Another fiber may have been here meanwhile.
    if (!subscriptions_) {
      subscriptions_ = server_.open_link(kPrefix, usage(), cpu_, [this](const Reply& push) { on_push(push); });
    }
  }
  handlers_[prefix() + channel.name] = std::move(handler);
  const std::vector<Arg> words{"SUBSCRIBE", channel};
  const Args command(words);
  Reply reply;
  exchange(*subscriptions_, {&command, 1}, {&reply, 1}, deadline_);
}

void VirtualRedis::on_push(const Reply& push) {
  if (push.elements.size() != 3 || push.elements[0].text != "message") return;
  const auto handler = handlers_.find(push.elements[1].text);
  if (handler != handlers_.end()) handler->second(push.elements[2].text);
}

void VirtualRedis::track(TrackedWrites writes, InvalidationHandler handler) {
  if (is_tracking_) throw std::logic_error("what is read is tracked already");
  await_round_trip("a connection for invalidations");
  invalidations_ = server_.open_link(
      kPrefix, usage(), cpu_,
      [prefix = prefix(), handler = std::move(handler)](Reply&& push) { tell_invalidation(push, prefix, handler); });
  const std::array<Arg, 2> ask{"CLIENT", "ID"};
  const std::array<Arg, 2> subscribe{"SUBSCRIBE", kInvalidationChannel};
  const std::array<Args, 2> commands{Args(ask), Args(subscribe)};
  std::array<Reply, 2> replies;
  exchange(*invalidations_, commands, replies, deadline_);
  call(tracking_command(replies[0].as_integer(), writes));
  is_tracking_ = true;
}

}  // namespace stampede::redis

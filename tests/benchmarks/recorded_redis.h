// A Redis that notes what one operation asks and is answered, and then gives the same answers again for nothing: so
// that what a strategy itself does can be timed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

#include "simulator/redis/wire_size.h"
#include "strategies/redis.h"

namespace stampede::benchmarks {

class RecordedRedis final : public Redis {
 public:
  explicit RecordedRedis(Redis& inner) : inner_(inner) {}

  void record() {
    replies_.clear();
    commands_ = bytes_ = 0;
    replays_ = false;
  }
  void replay() {
    replays_ = true;
    next_ = 0;
  }
  std::uint64_t commands() const { return commands_; }
  std::uint64_t bytes() const { return bytes_; }  // in both directions
  bool all_replayed() const { return next_ == replies_.size(); }

  Reply call(Args args) override {
    if (replays_) return next();
    note_sent(args);
    return noted(inner_.call(args));
  }

  std::vector<Reply> transaction(std::span<const std::vector<Arg>> commands) override {
    if (replays_) return next().elements;
    const Arg multi("MULTI");
    const Arg exec("EXEC");
    note_sent({&multi, 1});
    for (const std::vector<Arg>& command : commands) note_sent(command);
    note_sent({&exec, 1});
    Reply reply;
    reply.type = Reply::Type::array;
    reply.elements = inner_.transaction(commands);
    return noted(std::move(reply)).elements;
  }

  Reply run(const Script& script, std::span<const RedisKey> keys, Args args) override {
    if (replays_) return next();
    const std::string hash(40, 'f');
    std::vector<Arg> words{"EVALSHA", hash, keys.size()};
    words.insert(words.end(), keys.begin(), keys.end());
    words.insert(words.end(), args.begin(), args.end());
    note_sent(words);
    return noted(inner_.run(script, keys, args));
  }

  void subscribe(const RedisKey& channel, MessageHandler handler) override {
    inner_.subscribe(channel, std::move(handler));
  }
  void track(TrackedWrites writes, InvalidationHandler handler) override { inner_.track(writes, std::move(handler)); }
  bool is_tracking() const override { return inner_.is_tracking(); }
  std::vector<RedisKey> scan(const RedisKey& /*pattern*/) override {
    throw std::logic_error("no hit searches through all keys");
  }

 private:
  static constexpr std::uint64_t kPrefixBytes = 28;  // that of a run, "stampede:" and two numbers

  void note_sent(Args args) {
    ++commands_;
    bytes_ += redis::wire_size_bytes(args, kPrefixBytes);
  }
  Reply noted(Reply&& reply) {
    bytes_ += redis::wire_size_bytes(reply);
    return replies_.emplace_back(std::move(reply));
  }
  Reply next() {
    if (next_ == replies_.size()) throw std::logic_error("more is asked than in the operation that was recorded");
    return replies_[next_++];
  }

  Redis& inner_;
  std::vector<Reply> replies_;
  std::uint64_t commands_ = 0;
  std::uint64_t bytes_ = 0;
  std::size_t next_ = 0;
  bool replays_ = false;
};

}  // namespace stampede::benchmarks

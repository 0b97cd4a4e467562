// Exceptions that cross the boundary between a plug-in and the program, each way.
#include <stdexcept>
#include <string>

#include "described.h"

namespace {

using namespace stampede;

template <typename Made>
StrategyInfo info_of(std::string name) {
  StrategyInfo info = described(std::move(name));
  info.create = [](Environment& environment) { return std::make_unique<Made>(environment); };
  return info;
}

// The program throws, this catches. Redis refuses GET without a key.
class Catches final : public Strategy {
 public:
  explicit Catches(Environment& environment) : redis_(environment.redis) {}

  Answer get(const Key& /*key*/) override {
    try {
      redis_.call({"GET"});
    } catch (const RedisError& error) {
      const bool by_server = error.kind() == RedisError::Kind::server;
      return Answer::error(by_server ? ErrorKind::rejected : ErrorKind::strategy, error.what());
    }
    return Answer::empty();
  }

 private:
  Redis& redis_;
};

// This throws, the program catches; by the plug-in's copy of what strategies share.
class Throws final : public Strategy {
 public:
  explicit Throws(Environment& /*environment*/) {}

  Answer get(const Key& /*key*/) override {
    Reply reply;
    reply.type = Reply::Type::integer;
    return Answer::of(Value{reply.as_string()});
  }
};

// The program knows its base only.
class ThrowsItsOwn final : public Strategy {
 public:
  explicit ThrowsItsOwn(Environment& /*environment*/) {}

  Answer get(const Key& key) override { throw Own(key.name); }

 private:
  struct Own : std::runtime_error {
    using std::runtime_error::runtime_error;
  };
};

// Still busy when the run ends: the end passes through its frames, and takes with it what it holds.
class SleepsOn final : public Strategy {
 public:
  explicit SleepsOn(Environment& environment) : clock_(environment.clock) {}

  Answer get(const Key& key) override {
    const std::string held(1000, key.name.front());
    clock_.sleep_for(std::chrono::hours(1));
    return Answer::of(Value{held});
  }

 private:
  Clock& clock_;
};

StrategyInfo catches() { return info_of<Catches>("catches"); }
StrategyInfo throws() { return info_of<Throws>("throws"); }
StrategyInfo throws_its_own() { return info_of<ThrowsItsOwn>("throws_its_own"); }
StrategyInfo sleeps_on() { return info_of<SleepsOn>("sleeps_on"); }

}  // namespace

STAMPEDE_PLUGIN(catches, throws, throws_its_own, sleeps_on);

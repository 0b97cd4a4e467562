#include "simulator/experiment/closed_loop_users.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "simulator/origin/compute_time.h"

namespace stampede::experiment {

namespace {

// From one request to the next of a user who does not think and gets the answer at once. Virtual time, which passes
// only while somebody waits, would stand still.
constexpr Duration kShortestCycle = std::chrono::microseconds(1);

}  // namespace

ClosedLoopUsers::ClosedLoopUsers(runtime::Scheduler& scheduler, const scenario::ClosedLoop& loop, std::uint64_t seed,
                                 std::uint64_t index, Pick pick, Send send)
    : scheduler_(scheduler), loop_(loop), seed_(seed), index_(index), pick_(std::move(pick)), send_(std::move(send)) {}

Duration ClosedLoopUsers::think(std::uint64_t user, std::uint64_t turn) const {
  if (const auto* constant = std::get_if<scenario::ConstantTime>(&loop_.think_time)) return constant->value;
  measure::RandomStream stream(seed_, "think", (index_ << 32U) + user, turn);
  return origin::draw(loop_.think_time, stream);
}

void ClosedLoopUsers::start(TimePoint load_start) {
  load_start_ = load_start;
  end_ = load_start + loop_.from + loop_.length;
  active_ = loop_.users;
  for (std::uint64_t i = 0; i < loop_.users; ++i) users_.emplace_back(*this, i).ask_at(load_start + loop_.from);
}

void ClosedLoopUsers::send(User& user, TimePoint intended, TimePoint now) {
  if (stopped_) {
    --active_;
    return;
  }
  sending_ = true;
  user.last_intended_ = intended;
  send_(pick_(intended - load_start_), intended, now, user);
  sending_ = false;
}

void ClosedLoopUsers::User::ask_at(TimePoint intended) {
  if (all_.stopped_ || intended >= all_.end_) {
    --all_.active_;
  } else {
    all_.scheduler_.arm(*this, intended);
  }
}

void ClosedLoopUsers::User::on_due() noexcept { all_.send(*this, due(), all_.scheduler_.now()); }

void ClosedLoopUsers::User::on_outcome(const Ending& /*ending*/, TimePoint now) noexcept {
  const TimePoint intended = std::max(now + all_.think(number_, thoughts_++), last_intended_ + kShortestCycle);
  // A request that is rejected as it is sent comes back here at once; to send the next from here would not end.
  if (intended > now || all_.sending_ || intended >= all_.end_) return ask_at(intended);
  all_.send(*this, intended, now);
}

}  // namespace stampede::experiment

#include "simulator/runtime/reactor.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <system_error>

namespace stampede::runtime {

namespace {

// The kernel wakes a sleeper some tens of microseconds late; the rest of a short wait is spent polling.
constexpr Duration kPollBefore = std::chrono::microseconds(60);

// After sending, replies are looked out for that long before the thread goes to sleep: to wake it takes longer than
// most replies do, and would be measured as latency.
constexpr Duration kLookOut = std::chrono::microseconds(50);

// An idle program still looks around this often.
constexpr Duration kLongestSleep = std::chrono::seconds(10);

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

Reactor::Reactor() : epoll_(epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_ < 0) fail("epoll_create1");
  unix_time_at_zero_ = std::chrono::system_clock::now().time_since_epoch();
}

Reactor::~Reactor() { close(epoll_); }

void Reactor::add(int descriptor, IoHandler& handler, std::uint32_t events) {
  epoll_event event{.events = events, .data = {.ptr = &handler}};
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) != 0) fail("epoll_ctl add");
}

void Reactor::change(int descriptor, IoHandler& handler, std::uint32_t events) {
  epoll_event event{.events = events, .data = {.ptr = &handler}};
  if (epoll_ctl(epoll_, EPOLL_CTL_MOD, descriptor, &event) != 0) fail("epoll_ctl change");
}

void Reactor::remove(int descriptor, const IoHandler& handler) noexcept {
  epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, nullptr);
  std::replace(fetched_.begin(), fetched_.end(), const_cast<IoHandler*>(&handler), static_cast<IoHandler*>(nullptr));
}

void Reactor::forget(const Flushable& flushable) noexcept {
  const auto is_it = [&](const Flushable* other) { return other == &flushable; };
  std::erase_if(to_flush_, is_it);
  std::replace_if(flushing_.begin(), flushing_.end(), is_it, nullptr);
}

TimePoint Reactor::now() { return TimePoint(std::chrono::steady_clock::now() - zero_); }

bool Reactor::flush_all() noexcept {
  bool changed = false;
  flushing_.swap(to_flush_);
  for (std::size_t i = 0; i < flushing_.size(); ++i) {
    if (flushing_[i] != nullptr && flushing_[i]->flush()) changed = true;
  }
  flushing_.clear();
  return changed;
}

bool Reactor::dispatch_events() noexcept {
  std::array<epoll_event, 64> events;
  const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 0);
  for (int i = 0; i < count; ++i) {
    fetched_[static_cast<std::size_t>(i)] = static_cast<IoHandler*>(events[static_cast<std::size_t>(i)].data.ptr);
  }
  for (std::size_t i = 0; i < static_cast<std::size_t>(std::max(count, 0)); ++i) {
    if (fetched_[i] != nullptr) fetched_[i]->on_io(events[i].events);
  }
  fetched_.fill(nullptr);
  return count > 0;
}

void Reactor::poll() noexcept {
  flush_all();
  dispatch_events();
}

bool Reactor::sleep(std::optional<TimePoint> until) noexcept {
  Duration left = kLongestSleep;
  if (until) left = std::min(left, *until - now() - kPollBefore);
  if (left <= Duration::zero()) return false;
  thread_local const bool precise = prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL) == 0;
  static_cast<void>(precise);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
  const timespec timeout{.tv_sec = seconds.count(), .tv_nsec = (left - seconds).count()};
  // ppoll on the epoll descriptor itself: epoll_wait rounds to milliseconds, epoll_pwait2 needs Linux 5.11.
  pollfd descriptor{.fd = epoll_, .events = POLLIN, .revents = 0};
  ppoll(&descriptor, 1, &timeout, nullptr);
  return true;
}

void Reactor::wait(std::optional<TimePoint> next_timer) noexcept {
  const bool sent = !to_flush_.empty();
  if (flush_all()) return;  // `next_timer` may be too late now
  if (sent && look_out(next_timer)) return;
  const TimePoint begin = now();
  const bool slept = sleep(next_timer);
  if (!dispatch_events() && !slept) busy_waiting_ += now() - begin;
}

bool Reactor::look_out(std::optional<TimePoint> until) noexcept {
  const TimePoint begin = now();
  const TimePoint end = until ? std::min(*until, begin + kLookOut) : begin + kLookOut;
  TimePoint looked = begin;
  do {
    if (dispatch_events()) {
      busy_waiting_ += looked - begin;
      return true;
    }
    looked = now();
  } while (looked < end);
  busy_waiting_ += looked - begin;
  return false;
}

}  // namespace stampede::runtime

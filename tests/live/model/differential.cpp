#include "differential.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <thread>
#include <utility>

#include "comparison.h"
#include "reply_text.h"
#include "simulator/redis/model/numbers.h"

namespace stampede::redis::model {
namespace {

constexpr std::chrono::milliseconds kPause{25};
constexpr std::size_t kLongestBatch = 16;

Duration unix_now() { return std::chrono::system_clock::now().time_since_epoch(); }

using Queue = std::vector<std::vector<std::string>>;

// What a connection got: the reply to a command, or (no words) something unasked.
struct Expected {
  Reply reply;
  std::vector<std::string> words;
  Queue queued;  // of EXEC
};

// One execution of a sequence.
class Run {
 public:
  Run(const Sequence& sequence, RealServer& real, const Tamper& tamper)
      : sequence_(sequence),
        real_(real),
        tamper_(tamper),
        model_({.expires_actively = false}, [this](ClientId id, Reply&& reply) { receive(id, std::move(reply)); }) {
    real_.reset();
    for (std::size_t i = 0; i < kConnections; ++i) {
      connections_.push_back(real_.connect());
      real_ids_.push_back(connections_.back().call({"CLIENT", "ID"}).integer);
      model_ids_.push_back(model_.connect());
    }
    // Broadcasts of several commands leave together, when the server has nothing else to do.
    const auto broadcasts = [](const Step& step) {
      return std::any_of(step.words.begin(), step.words.end(),
                         [](const std::string& word) { return equals_word(word, "bcast"); });
    };
    if (std::any_of(sequence.begin(), sequence.end(), broadcasts)) longest_batch_ = 1;
  }

  std::optional<Divergence> run() {
    for (std::size_t next = 0; next < sequence_.size();) {
      next = run_batch(next);
      if (divergence_) return divergence_;
    }
    real_.synchronise();
    for (std::size_t i = 0; i < kConnections; ++i) {
      if (const std::optional<Reply> extra = connections_[i].read_unasked()) {
        return Divergence{sequence_.size() - 1, i, "(nothing)", to_text(*extra)};
      }
    }
    return {};
  }

  std::uint64_t commands() const { return commands_; }

 private:
  // Returns the step after it.
  std::size_t run_batch(std::size_t first) {
    const std::size_t connection = sequence_[first].connection;
    const Duration now = unix_now();
    std::size_t next = first;
    bool pauses = false;
    bool is_blocked = model_.is_blocked(model_ids_[connection]);
    if (is_blocked) return first + 1;  // it could not be sent
    for (; next < sequence_.size() && next < first + longest_batch_ && !pauses && !is_blocked; ++next) {
      const Step& step = sequence_[next];
      if (step.connection != connection) break;
      pauses = execute(step, now);
      connections_[connection].append(with_ids(step.words, real_ids_));
      is_blocked = model_.is_blocked(model_ids_[connection]);
      ++commands_;
    }
    connections_[connection].flush();
    if (is_blocked) real_.synchronise();
    compare(first);
    if (pauses && !divergence_) pause(first);
    return next;
  }

  // On the model. Returns whether time must pass.
  bool execute(const Step& step, Duration now) {
    const std::vector<std::string> words = with_ids(step.words, model_ids_);
    const std::vector<std::string_view> views(words.begin(), words.end());
    executing_ = step.connection;
    std::optional<Reply> reply = model_.execute(model_ids_[step.connection], views, now);
    if (reply && tamper_) tamper_(views, *reply);
    Queue& queue = queues_[step.connection];
    bool& pauses_later = pauses_later_[step.connection];
    bool pauses = step.pauses;
    if (reply) {
      if (reply->text == "QUEUED") {
        queue.push_back(words);
        pauses_later = pauses_later || pauses;
        pauses = false;
      }
      const bool ends = equals_word(words[0], "exec") || equals_word(words[0], "discard");
      expected_[step.connection].push_back({std::move(*reply), words, ends ? std::exchange(queue, {}) : Queue()});
      if (ends) pauses = std::exchange(pauses_later, false) || pauses;
    }
    // What it was told while it executed follows its reply.
    for (Expected& message : std::exchange(own_messages_, {})) expected_[step.connection].push_back(std::move(message));
    executing_.reset();
    return pauses;
  }

  void receive(ClientId id, Reply&& reply) {
    const auto connection = static_cast<std::size_t>(id - 1);
    auto& messages = executing_ == connection ? own_messages_ : expected_[connection];
    messages.push_back({std::move(reply), {}, {}});
  }

  void pause(std::size_t step) {
    std::this_thread::sleep_for(kPause);
    model_.unblock_due(unix_now());
    real_.synchronise();
    compare(step);
  }

  void compare(std::size_t step) {
    for (std::size_t i = 0; i < kConnections && !divergence_; ++i) {
      const std::vector<Expected> expected = std::exchange(expected_[i], {});
      std::vector<Reply> model;
      std::vector<Reply> real;
      for (const Expected& one : expected) {
        std::optional<Reply> reply = connections_[i].read();
        if (!reply) {
          divergence_ = Divergence{step, i, to_text(one.reply), "(nothing)"};
          return;
        }
        model.push_back(comparable(one, one.reply, static_cast<std::int64_t>(model_ids_[i])));
        real.push_back(comparable(one, std::move(*reply), real_ids_[i]));
      }
      sort_simultaneous(model);
      sort_simultaneous(real);
      for (std::size_t j = 0; j < model.size(); ++j) {
        if (are_equal(model[j], real[j])) continue;
        divergence_ = Divergence{step, i, to_text(model[j]), to_text(real[j])};
        return;
      }
    }
  }

  static Reply comparable(const Expected& about, Reply reply, std::int64_t own_id) {
    normalise(about.words, about.queued, reply);
    hide_id(about.words, reply, own_id);
    for (std::size_t i = 0; i < reply.elements.size() && i < about.queued.size(); ++i) {
      hide_id(about.queued[i], reply.elements[i], own_id);
    }
    return reply;
  }

  static void hide_id(const std::vector<std::string>& words, Reply& reply, std::int64_t own_id) {
    if (words.size() == 2 && equals_word(words[1], "id") && reply.type == Reply::Type::integer) reply.integer -= own_id;
  }

  template <typename Id>
  static std::vector<std::string> with_ids(std::vector<std::string> words, const std::vector<Id>& ids) {
    for (std::string& word : words) {
      if (word.size() == 4 && word.starts_with("$ID")) {
        word = std::to_string(ids[static_cast<std::size_t>(word[3] - '0') % kConnections]);
      }
    }
    return words;
  }

  const Sequence& sequence_;
  RealServer& real_;
  const Tamper& tamper_;
  Server model_;
  std::vector<RealConnection> connections_;
  std::vector<std::int64_t> real_ids_;
  std::vector<ClientId> model_ids_;
  std::array<std::vector<Expected>, kConnections> expected_;
  std::vector<Expected> own_messages_;
  std::optional<std::size_t> executing_;
  std::array<Queue, kConnections> queues_;
  std::array<bool, kConnections> pauses_later_{};
  std::size_t longest_batch_ = kLongestBatch;
  std::uint64_t commands_ = 0;
  std::optional<Divergence> divergence_;
};

}  // namespace

std::optional<Divergence> Differential::run(const Sequence& sequence) {
  Run run(sequence, real_, tamper_);
  std::optional<Divergence> divergence = run.run();
  commands_ += run.commands();
  return divergence;
}

}  // namespace stampede::redis::model

// cached_field: a field of an object in the application's database keeps its value in the object's own row, with a flag
// that says whether it has to be recalculated. There is no cache server. From django-cached-field, whose README knows
// its gaps, so that documented and published do not differ.
//
// Who reads the object decides by the flag that came with it, and by expires_after, which nobody else looks at.
// 1.2.6: computes, then one UPDATE of value and flag: a flag that is set meanwhile is lost, a failure keeps it. Flags a
//        row only if the object in memory is not flagged; sends the task at once, even inside a transaction.
// 1.5.0: takes the flag away, computes, then UPDATEs the value: a flag that is set meanwhile is kept, a failure loses
//        it, and who finds neither flag nor value gets none. Flags by what the database says; sends the task on commit.
// corrected: every flagging is counted, and an UPDATE of the value takes the flag away only if none came since the
//        computation began. One reader at a time computes, under a claim in the row that ends by itself; the others get
//        the old value. If there is none, they look again until there is, or the claim has ended and is theirs; after
//        one lifetime of a claim they go away without. The task is sent on commit.
#include <algorithm>
#include <utility>

#include "strategies/built_in.h"
#include "strategies/lifetime.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

enum class Behaviour { v1_2_6, v1_5_0, corrected };

Behaviour behaviour_of(const Parameters& parameters) {
  if (parameters.text("behaviour") == "corrected") return Behaviour::corrected;
  return parameters.text("version") == "1.5.0" ? Behaviour::v1_5_0 : Behaviour::v1_2_6;
}

class CachedField final : public Strategy {
 public:
  explicit CachedField(Environment& environment)
      : rows_(environment.rows),
        origin_(environment.origin),
        clock_(environment.clock),
        background_(environment.background),
        random_(environment.random),
        behaviour_(behaviour_of(environment.parameters)),
        eager_(environment.parameters.text("recalculate") == "eager"),
        flags_within_(environment.parameters.text("flag_at") == "within_transaction"),
        claim_lifetime_(environment.parameters.duration("claim_lifetime")),
        look_again_(environment.parameters.duration("look_again")) {
    if (const auto expire_after = environment.parameters.optional_duration("expire_after")) {
      expire_after_.emplace(*expire_after, environment.parameters.real("ttl_jitter"), environment.random);
    }
  }

  // The object is loaded with all its fields.
  Answer get(const Key& key) override {
    const Row row = rows_.read(key);
    if (!row.recalculation_needed && !is_expired(row)) return answer_of(row);
    return behaviour_ == Behaviour::corrected ? recalculate_alone(key, row) : recalculate(key);
  }

  bool invalidate(const Key& key) override {
    const std::unique_ptr<Transaction> transaction = rows_.begin();
    invalidate_within(key, *transaction);
    transaction->commit();
    return true;
  }

  bool invalidate_within(const Key& key, Transaction& transaction) override {
    flag(key, transaction);
    if (!eager_) return true;
    if (behaviour_ == Behaviour::v1_2_6) {
      background_.enqueue(key);
    } else {
      transaction.on_commit([this, key] { background_.enqueue(key); });
    }
    return true;
  }

  // The column beside the flag. There are no set() and remove(): to assign to the field changes the object in memory
  // alone, and a row without a value is one that has not been computed yet.
  std::optional<Answer> peek(const Key& key) override { return answer_of(rows_.read(key)); }

  // Nobody waits for a task: it leaves a value that somebody else computes alone.
  void run_task(const Key& key) override {
    if (!rows_.read(key).recalculation_needed) return;
    if (behaviour_ != Behaviour::corrected) {
      recalculate(key);
    } else if (const std::optional<Claim> claim = try_claim(key)) {
      recalculate(key, *claim);
    }
  }

  WriteOrder write_order() const override {
    return flags_within_ ? WriteOrder::within_transaction : WriteOrder::commit_first;
  }

 private:
  // The right to compute, and what was known when it was got.
  struct Claim {
    std::uint64_t owner = 0;
    std::uint64_t flaggings = 0;
  };

  static Answer answer_of(const Row& row) { return row.value ? Answer::of(*row.value) : Answer::empty(); }

  bool is_expired(const Row& row) { return row.expires_after && clock_.unix_time() >= *row.expires_after; }

  std::optional<Duration> next_expiry() {
    if (!expire_after_) return std::nullopt;
    return clock_.unix_time() + expire_after_->next();
  }

  void flag(const Key& key, Transaction& transaction) {
    if (behaviour_ == Behaviour::corrected) {
      transaction.update(key, [](Row& row) {
        row.recalculation_needed = true;
        ++row.flaggings;
        return true;
      });
      return;
    }
    const bool loaded_flag = transaction.read(key).recalculation_needed;
    const bool by_object = behaviour_ == Behaviour::v1_2_6;
    if (by_object && loaded_flag) return;
    transaction.update(key,
                       [by_object](Row& row) { return !std::exchange(row.recalculation_needed, true) || by_object; });
  }

  // Released versions: everybody who comes here computes.
  Answer recalculate(const Key& key) {
    const bool takes_flag_first = behaviour_ == Behaviour::v1_5_0;
    if (takes_flag_first) {
      rows_.update(key, [](Row& row) {
        row.recalculation_needed = false;
        return true;
      });
    }
    const Computation computation = origin_.compute(key);
    if (computation.ok()) {
      const std::optional<Duration> expiry = next_expiry();
      rows_.update(key, [&](Row& row) {
        row.value = computation.value();
        row.expires_after = expiry;
        if (!takes_flag_first) row.recalculation_needed = false;
        return true;
      });
    }
    return computation.answer();
  }

  Answer recalculate_alone(const Key& key, Row row) {
    const TimePoint patient_until = clock_.now() + claim_lifetime_;
    for (;;) {
      if (const std::optional<Claim> claim = try_claim(key)) return recalculate(key, *claim);
      if (row.value) return answer_of(row);
      if (clock_.now() >= patient_until) return Answer::empty();
      clock_.sleep_for(std::min(look_again_, patient_until - clock_.now()));
      row = rows_.read(key);
      if (!row.recalculation_needed && !is_expired(row)) return answer_of(row);
    }
  }

  // Empty: somebody else computes, or has just done so.
  std::optional<Claim> try_claim(const Key& key) {
    Claim claim{.owner = random_.bits() | 1U, .flaggings = 0};
    const bool got = rows_.update(key, [&](Row& row) {
      const Duration now = clock_.unix_time();
      if (now < row.computed_until || (!row.recalculation_needed && !is_expired(row))) return false;
      row.computed_by = claim.owner;
      row.computed_until = now + claim_lifetime_;
      claim.flaggings = row.flaggings;
      return true;
    });
    return got ? std::optional(claim) : std::nullopt;
  }

  // A failure leaves the flag, and so does a flagging meanwhile: the value is from before it. Who has lost the claim
  // to somebody later leaves everything as it is.
  Answer recalculate(const Key& key, const Claim& claim) {
    const Computation computation = origin_.compute(key);
    const std::optional<Duration> expiry = next_expiry();
    bool is_outdated = false;
    rows_.update(key, [&](Row& row) {
      is_outdated = false;
      if (row.computed_by != claim.owner) return false;
      row.computed_by = 0;
      row.computed_until = 0ns;
      is_outdated = row.flaggings != claim.flaggings;
      if (computation.ok() && !is_outdated) {
        row.value = computation.value();
        row.expires_after = expiry;
        row.recalculation_needed = false;
      }
      return true;
    });
    if (is_outdated && eager_) send_again(key);
    return computation.answer();
  }

  // The task of that flagging has found the claim, and gone.
  void send_again(const Key& key) {
    try {
      background_.enqueue(key);
    } catch (const RedisError&) {
      // The flag stays, for the next reader.
    }
  }

  Rows& rows_;
  Origin& origin_;
  Clock& clock_;
  BackgroundQueue& background_;
  Random& random_;
  const Behaviour behaviour_;
  const bool eager_;
  const bool flags_within_;
  const Duration claim_lifetime_;
  const Duration look_again_;
  std::optional<Lifetime> expire_after_;
};

std::vector<ParameterSpec> parameters() {
  ParameterSpec expire_after = ParameterSpec::duration_from("expire_after", DefaultFrom::fresh_for, 1ms, 8760h,
                                                            "After how long a value has to be recalculated unflagged; "
                                                            "the scenario's promise of freshness. None means never.");
  expire_after.optional = true;
  return {
      ParameterSpec::choice("behaviour", {"documented", "published", "corrected"},
                            "As released (documented and published do not differ), or with its races mended."),
      ParameterSpec::choice("version", {"1.2.6", "1.5.0"},
                            "The original or its maintained fork; corrected is neither."),
      ParameterSpec::choice("recalculate", {"eager", "lazy"},
                            "Who recalculates what is flagged: a background task, or the next reader."),
      std::move(expire_after),
      Lifetime::jitter_parameter(),
      ParameterSpec::choice("flag_at", {"within_transaction", "after_commit"},
                            "Whether the application flags inside the transaction that changes the data, or after it."),
      ParameterSpec::duration("claim_lifetime", 60s, 1ms, 1h,
                              "When somebody else may compute although the computation has not ended (corrected)."),
      ParameterSpec::duration("look_again", 20ms, 1ms, 1h,
                              "How long a reader sleeps before it looks again for a first value (corrected)."),
  };
}

}  // namespace

StrategyInfo cached_field_info() {
  return {.name = "cached_field",
          .summary = "Keeps the value in the object's database row, with a flag that it has to be recalculated.",
          .description =
              "A field of an object carries its cached value, a flag and an expiry in the object's row. A write flags "
              "the row; a background task or the next reader recalculates. Every read is a read of the row.",
          .when_to_choose =
              "When objects are loaded from their database anyway, and there is no cache server. Not where the "
              "database is what has to be protected, and not where a first value or an expiry meets many readers.",
          .provenance = "django-cached-field 1.2.6 and its fork 1.5.0.",
          .guarantees =
              "The value is as durable and as shared as the data. 1.2.6: a failed computation is tried again. "
              "1.5.0: a flag that is set during a computation is kept.",
          .costs =
              "A read of the database for every request, and updates that wait for transactions. An expiry makes "
              "every reader compute. 1.2.6 loses flags that are set during a computation, 1.5.0 those of failed "
              "computations; both lose one that is set in a transaction while an earlier flag is being served.",
          .operations = operations_of<CachedField>(),
          .parameters = parameters(),
          .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
            return std::make_unique<CachedField>(environment);
          }};
}

}  // namespace stampede

// EVAL, EVALSHA and SCRIPT.
#include "simulator/redis/model/scripting.h"

#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/interpreter.h"
#include "simulator/redis/model/numbers.h"
#include "simulator/redis/model/sha1.h"

namespace stampede::redis::model {
namespace {

constexpr const char* kNoScript = "NOSCRIPT No matching script. Please use EVAL.";
constexpr std::size_t kHashDigits = 40;

std::size_t read_key_count(const Call& call) {
  const std::int64_t count = to_integer(call[2]);
  if (count > static_cast<std::int64_t>(call.size()) - 3) {
    throw CommandError("ERR Number of keys can't be greater than number of args");
  }
  if (count < 0) throw CommandError("ERR Number of keys can't be negative");
  return static_cast<std::size_t>(count);
}

Reply run(Call& call, const std::string& sha1, std::size_t keys) {
  const Engine::Nested nested = call.engine.begin_script();
  return call.engine.scripting().run(call.client, sha1, call.words.subspan(3, keys), call.words.subspan(3 + keys));
}

Reply eval(Call& call) {
  const std::size_t keys = read_key_count(call);
  return run(call, call.engine.scripting().load(call[1]), keys);
}

Reply evalsha(Call& call) {
  if (call[1].size() != kHashDigits) throw CommandError(kNoScript);
  const std::size_t keys = read_key_count(call);
  const std::string sha1 = to_lower(call[1]);
  if (!call.engine.scripting().is_loaded(sha1)) throw CommandError(kNoScript);
  return run(call, sha1, keys);
}

Reply script_load(Call& call) { return text_reply(call.engine.scripting().load(call[2])); }

Reply script_exists(Call& call) {
  std::vector<Reply> found;
  for (const std::string_view sha1 : call.words.subspan(2)) {
    found.push_back(integer_reply(call.engine.scripting().is_loaded(to_lower(sha1)) ? 1 : 0));
  }
  return array_reply(std::move(found));
}

Reply script_flush(Call& call) {
  if (call.size() > 3 || (call.size() == 3 && !equals_word(call[2], "sync") && !equals_word(call[2], "async"))) {
    throw CommandError("ERR SCRIPT FLUSH only support SYNC|ASYNC option");
  }
  call.engine.scripting().flush();
  return ok_reply();
}

constexpr Command kCommands[] = {
    {"eval", -3, flags::kNoScript, {}, eval},
    {"evalsha", -3, flags::kNoScript, {}, evalsha},
    {"script", -2, flags::kContainer | flags::kNoScript, {}, nullptr},
    {"script|load", 3, flags::kNoScript, {}, script_load},
    {"script|exists", -3, flags::kNoScript, {}, script_exists},
    {"script|flush", -2, flags::kNoScript, {}, script_flush},
};

}  // namespace

Scripting::Scripting(Engine& engine, std::uint64_t seed) : engine_(engine), random_state_(seed) {}

Scripting::~Scripting() = default;

std::string Scripting::load(std::string_view text) {
  std::string sha1 = sha1_hex(text);
  if (is_loaded(sha1)) return sha1;
  if (interpreter_ == nullptr) interpreter_ = std::make_unique<Interpreter>(engine_, random_state_);
  interpreter_->compile(sha1, text);
  return sha1;
}

bool Scripting::is_loaded(std::string_view sha1) const { return interpreter_ != nullptr && interpreter_->has(sha1); }

void Scripting::flush() { interpreter_.reset(); }

Reply Scripting::run(Client& caller, const std::string& sha1, Words keys, Words arguments) {
  return interpreter_->run(caller, sha1, keys, arguments);
}

Commands script_commands() { return kCommands; }

}  // namespace stampede::redis::model

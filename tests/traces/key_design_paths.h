// The keys that strategies make of calls: of f('a','b'), of f('a:b'), and of f(a='b').
#pragma once

#include <vector>

#include "tests/traces/path.h"

namespace stampede::traces {

inline std::vector<Path> key_design_paths() {
  const auto get = [](Stage& stage) { return stage.get(); };
  const auto two_texts = [](Stage& stage) {
    stage.labels.calls["item>7"] = {.function = "f", .args = {"a", "b"}, .kwargs = {}};
  };
  const auto one_text = [](Stage& stage) {
    stage.labels.calls["item>7"] = {.function = "f", .args = {"a:b"}, .kwargs = {}};
  };
  const auto keyword = [](Stage& stage) {
    stage.labels.calls["item>7"] = {.function = "f", .args = {}, .kwargs = {{"a", "b"}}};
  };
  const Stage::Given corrected{{"behaviour", "corrected"}};
  const Stage::Given untimed{{"timeout", "none"}};
  const Stage::Given broadcast{{"broadcast", "true"}};
  const auto invalidate = [](Stage& stage) { return stage.invalidate(); };
  const Commands joined{"GET :f:a:b", "EXISTS :f:a:b", "SET Lock::f:a:b * NX PX 60000", "EVALSHA",
                        "SET :f:a:b v1 PX 3600000"};
  const auto hashed = [](const std::string& key) {
    return Commands{"GET " + key, "SET " + key + " * PX 3600000", "GET " + key};
  };
  return {
      {"joins_two_texts", "mutex_stale", {}, two_texts, get, "v1", joined},
      {"joins_one_text_to_the_same", "mutex_stale", {}, one_text, get, "v1", joined},
      {"joins_a_keyword_to_the_same", "mutex_stale", {}, keyword, get, "v1", joined},
      {"corrected_key_is_unambiguous",
       "mutex_stale",
       corrected,
       two_texts,
       get,
       "v1",
       {"EVALSHA", "SET Lock::f('a','b') * NX PX 60000", "EVALSHA", "EVALSHA"}},
      {"hashes_two_texts", "async_refresh", {}, two_texts, get, "v1", hashed("f:d8160c9b3dc20d4e931aeb4f45262155")},
      {"hashes_one_text_to_the_same",
       "async_refresh",
       {},
       one_text,
       get,
       "v1",
       hashed("f:d8160c9b3dc20d4e931aeb4f45262155")},
      {"hashes_keywords_by_themselves",
       "async_refresh",
       {},
       keyword,
       get,
       "v1",
       hashed("f:d41d8cd98f00b204e9800998ecf8427e:0cc175b9c0f1b6a831c399e269772661:92eb5ffee6ae2fec3ad71c777531578f")},
      {"corrected_key_is_unambiguous",
       "async_refresh",
       corrected,
       two_texts,
       get,
       "v1",
       {"GET f('a','b')", "EVALSHA", "EVALSHA"}},
      {"enqueues_the_call_and_not_its_key",
       "async_refresh",
       {{"fetch_on_miss", "false"}},
       two_texts,
       get,
       "empty",
       {"GET *", "SET * * PX 3600000", "GET *", "LPUSH tasks item>7"}},
      {"drops_all_but_the_first_argument",
       "retry_wait",
       untimed,
       two_texts,
       get,
       "v1",
       {"SREM CM:delete CM:f>a>b", "HGET CM:f a", "SADD CM:progress CM:f>a>b", "SADD CM:tag:0 CM:f>a>b",
        "HSET CM:f a v1", "SREM CM:progress CM:f>a>b"}},
      {"class_and_id", "local_lru", broadcast, two_texts, invalidate, "done", {"PUBLISH local_lru:invalidate f.a.b"}},
      {"id_alone",
       "local_lru",
       {{"broadcast", "true"}, {"key_design", "id"}},
       two_texts,
       invalidate,
       "done",
       {"PUBLISH local_lru:invalidate a.b"}},
      {"base_class",
       "local_lru",
       {{"broadcast", "true"}, {"key_design", "base_class"}},
       two_texts,
       invalidate,
       "done",
       {"PUBLISH local_lru:invalidate f.a.b"}},
      {"corrected_key_is_unambiguous",
       "local_lru",
       {{"behaviour", "corrected"}, {"key_design", "id"}},
       two_texts,
       invalidate,
       "done",
       {"PUBLISH local_lru:invalidate f('a','b')"}},
      {"others_use_the_name_of_the_key",
       "plain_ttl",
       {},
       two_texts,
       get,
       "v1",
       {"GET item>7", "SET item>7 v1 PX 60000"}},
  };
}

}  // namespace stampede::traces

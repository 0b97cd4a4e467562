#include "templates.h"

namespace stampede::redis::model {

const std::vector<std::string_view>& command_templates() {
  static const std::vector<std::string_view> kTemplates = {
      "PING", "PING %v", "ECHO %v", "SELECT <0|99|x>", "FLUSHALL <|ASYNC|x>", "TIME", "DBSIZE", "CLIENT ID",
      "CLIENT SETNAME <name|a_b|>", "CLIENT GETNAME", "CLIENT NO-EVICT <on|off|x>", "CLIENT NOSUCH", "CLIENT", "NOSUCH %v",
      "GET %k", "GET %k", "GET %k", "SET %k %v", "SET %k %v", "SET %k %i", "SET %k %v <NX|XX|GET|KEEPTTL>",
      "SET %k %v <EX_%t|PX_%T|EXAT_%a|PXAT_%A> <|NX|XX|GET|KEEPTTL>", "SET %k %v <NX|XX> GET", "SET %k %v EX %i",
      "SETNX %k %v", "SETEX %k %t %v", "PSETEX %k %T %v", "GETSET %k %v", "GETDEL %k",
      "GETEX %k <|PERSIST|EX_%t|PX_%T|EXAT_%a|PXAT_%A|PERSIST_EX_%t>", "MGET %k+", "MSET %k_%v+", "MSETNX %k_%v+",
      "APPEND %k %v", "STRLEN %k", "INCR %k", "DECR %k", "INCRBY %k %i", "DECRBY %k %i", "INCRBYFLOAT %k %f",
      "SETRANGE %k %r %v", "GETRANGE %k %r %r", "EXISTS %k+", "DEL %k+", "UNLINK %k+", "TYPE %k", "TOUCH %k+",
      "EXPIRE %k %t <|NX|XX>", "PEXPIRE %k %T <|NX|XX|NX_XX>", "EXPIREAT %k %a <|NX|XX|GT|LT|GT_LT|x>",
      "PEXPIREAT %k %A <|NX|XX|GT|LT|GT_XX>", "EXPIRE %k <-1|0|-99999999999999999|99999999999999999|x>", "TTL %k",
      "PTTL %k", "EXPIRETIME %k", "PEXPIRETIME %k", "PERSIST %k", "RENAME %k %k", "RENAMENX %k %k",
      "COPY %k %k <|REPLACE|DB_0|DB_x>", "KEYS %g", "SCAN 0 COUNT 1000 <|MATCH_%g|TYPE_list|TYPE_string|TYPE_zset>",
      "SCAN <x|1x|18446744073709551616> COUNT 1000", "SCAN 0 COUNT <0|x>", "LPUSH %k %v+", "RPUSH %k %v+", "RPUSH %k %m+", "LPUSHX %k %v+",
      "RPUSHX %k %v+", "LPOP %k <||%r>", "RPOP %k <||%r>", "LLEN %k", "LRANGE %k %r %r", "LRANGE %k 0 -1",
      "LINDEX %k %r", "LSET %k %r %v", "LREM %k %r %m", "LTRIM %k %r %r", "LINSERT %k <BEFORE|AFTER|x> %m %v",
      "LPOS %k %m <|COUNT_%r|RANK_%r|MAXLEN_%r|RANK_%r_COUNT_%r>", "RPOPLPUSH %k %k", "LMOVE %k %k <LEFT|RIGHT> <LEFT|RIGHT|x>",
      "HSET %k %m_%v+", "HSET %k %m_%i+", "HMSET %k %m_%v+", "HSETNX %k %m %v", "HGET %k %m", "HMGET %k %m+",
      "HGETALL %k", "HDEL %k %m+", "HEXISTS %k %m", "HLEN %k", "HKEYS %k", "HVALS %k", "HINCRBY %k %m %i",
      "HINCRBYFLOAT %k %m %f", "HSTRLEN %k %m", "SADD %k %m+", "SADD %k %i+", "SREM %k %m+", "SMEMBERS %k",
      "SISMEMBER %k %m", "SMISMEMBER %k %m+", "SCARD %k", "SPOP %k 1000", "SPOP %k <0|-1|x>", "SUNION %k+", "SINTER %k+",
      "SDIFF %k+", "SUNIONSTORE %k %k+", "SINTERSTORE %k %k+", "SDIFFSTORE %k %k+", "SMOVE %k %k %m",
      "ZADD %k %f_%m+", "ZADD %k %i_%m+", "ZADD %k <NX|XX|GT|LT|NX_XX|GT_LT> <|CH|INCR> %f_%m+", "ZREM %k %m+",
      "ZSCORE %k %m", "ZINCRBY %k %f %m", "ZCARD %k", "ZCOUNT %k %s %s", "ZRANK %k %m", "ZREVRANK %k %m",
      "ZRANGE %k %r %r <|WITHSCORES|REV|REV_WITHSCORES|LIMIT_0_1>",
      "ZRANGE %k %s %s BYSCORE <|WITHSCORES|REV|LIMIT_%r_%r|REV_WITHSCORES>",
      "ZRANGEBYSCORE %k %s %s <|WITHSCORES|LIMIT_%r_%r|REV>", "ZREVRANGE %k %r %r <|WITHSCORES>",
      "ZREVRANGEBYSCORE %k %s %s <|WITHSCORES|LIMIT_%r_%r>", "ZREMRANGEBYSCORE %k %s %s", "ZREMRANGEBYRANK %k %r %r",
      "ZPOPMIN %k <|%r>", "ZPOPMAX %k <|%r>", "MEMORY USAGE %k",
  };
  return kTemplates;
}

const std::vector<std::string_view>& short_lived_templates() {
  static const std::vector<std::string_view> kTemplates = {
      "SET %k %v PX <1|3|5>",  "PSETEX %k 2 %v",     "PEXPIRE %k <1|4>", "GETEX %k PX 3", "BLPOP %k %k 0.01",
      "BRPOP %k 0.005",        "BLMOVE %k %k LEFT LEFT 0.01", "BRPOPLPUSH %k %k 0.01",
  };
  return kTemplates;
}

const std::vector<std::string_view>& message_templates() {
  static const std::vector<std::string_view> kTemplates = {
      "SUBSCRIBE %c+", "SUBSCRIBE __redis__:invalidate", "SUBSCRIBE __redis__:invalidate", "UNSUBSCRIBE %c+",
      "UNSUBSCRIBE", "PSUBSCRIBE %g+", "PUNSUBSCRIBE <|%g>", "PUBLISH %c %v", "PUBLISH %c %v", "PUBSUB CHANNELS <|%g>",
      "PUBSUB NUMSUB %c+", "PUBSUB NUMSUB", "PUBSUB NUMPAT", "PUBSUB", "CLIENT TRACKING ON REDIRECT %d <|NOLOOP>",
      "CLIENT TRACKING ON REDIRECT %d <OPTIN|OPTOUT|OPTIN_OPTOUT>", "CLIENT TRACKING ON REDIRECT %d BCAST <|NOLOOP>",
      "CLIENT TRACKING ON REDIRECT %d BCAST PREFIX %m", "CLIENT TRACKING ON <|BCAST_OPTIN|PREFIX_a|REDIRECT_999999999>",
      "CLIENT TRACKING OFF", "CLIENT TRACKING x", "CLIENT CACHING <YES|NO|x>", "CLIENT CACHING YES", "PING <|%v>",
  };
  return kTemplates;
}

const std::vector<std::string_view>& transaction_templates() {
  static const std::vector<std::string_view> kTemplates = {
      "MULTI", "MULTI", "MULTI", "EXEC", "EXEC", "DISCARD", "WATCH %k+", "WATCH %k+", "UNWATCH",
  };
  return kTemplates;
}

const std::vector<std::string_view>& blocking_templates() {
  static const std::vector<std::string_view> kTemplates = {
      "BLPOP %k %k 0", "BLPOP %k 0", "BRPOP %k+ 0", "BRPOP %k 1000", "BLMOVE %k %k <LEFT|RIGHT> <LEFT|RIGHT> 0",
      "BRPOPLPUSH %k %k 0", "BLPOP %k <abc|-1>", "BLMOVE %k %k x LEFT 0",
  };
  return kTemplates;
}

const std::vector<std::string_view>& scripts() {
  static const std::vector<std::string_view> kScripts = {
      "return redis.call('GET', KEYS[1])",
      "return redis.call('SET', KEYS[1], ARGV[1])",
      "if redis.call('get',KEYS[1]) == ARGV[1] then return redis.call('del',KEYS[1]) else return 0 end",
      "return redis.call('LPUSH', KEYS[1], ARGV[1], ARGV[2])",
      "redis.call('LPUSH', KEYS[1], ARGV[1]) return redis.call('RPOP', KEYS[1])",
      "redis.call('RPUSH', KEYS[1], ARGV[1]) redis.call('RPUSH', KEYS[2], ARGV[2]) return redis.call('LLEN', KEYS[1])",
      "return {KEYS, ARGV}", "return {1, 2.9, -1.5, 'x', true, false, nil, 4}", "return {1, {2, {}}, {ok='fine'}}",
      "return {err='MY problem'}", "return {err='single'}", "return {ok='a\\nb'}", "return nil", "return",
      "return redis.error_reply('MY error')", "return redis.error_reply('word')", "return redis.error_reply('-X y')",
      "return redis.status_reply('TEXT')", "return redis.status_reply(1)", "return redis.sha1hex(ARGV[1])",
      "return redis.sha1hex()", "return redis.pcall('INCR', KEYS[1])", "return redis.pcall('nosuch')",
      "return redis.call('nosuch')", "return redis.call('GET')", "return redis.call()", "return redis.pcall()",
      "return redis.call('SUBSCRIBE', 'a')", "return redis.call('MULTI')", "return redis.call({})",
      "return redis.call('EVAL', 'return 1', 0)", "return redis.pcall('WATCH', 'a')['err']",
      "local ok, e = pcall(redis.call, 'INCR', KEYS[1]) return {ok and 1 or 0, e}",
      "local ok, e = pcall(error, 'plain') return e", "local ok, e = pcall(error, {err='T x'}) return e",
      "local ok, e = pcall(function() error({1}) end) return type(e)", "error('raised')", "error({err='MY table'})",
      "error('x', 0)", "local x = nil; return x.y", "return unknown_global", "global = 1", "return _G.nosuch",
      "redis.call = 1", "string.x = 1", "rawset(_G, 'a', 1)", "setmetatable(_G, {})", "return type(redis.call)",
      "KEYS[1] = 'changed' return KEYS[1]", "ARGV = {}", "syntax error here", "return 'a' .. 1 .. 2.5",
      "return redis.call('SET', KEYS[1], 1.5) and redis.call('GET', KEYS[1])",
      "redis.call('SET', KEYS[1], 100) return redis.call('GET', KEYS[1])",
      "redis.call('SET', KEYS[1], 1e20) return redis.call('GET', KEYS[1])",
      "redis.call('SET', KEYS[1], 3.14159265358979) return redis.call('GET', KEYS[1])",
      "return redis.call('BLPOP', KEYS[1], 0)", "return redis.call('BRPOPLPUSH', KEYS[1], KEYS[2], 0)",
      "return redis.call('PUBLISH', ARGV[1], ARGV[2])",
      "local m = redis.call('SMEMBERS', KEYS[1]) table.sort(m) return m",
      "redis.call('DEL', KEYS[1]) redis.call('SADD', KEYS[1], ARGV[1]) return redis.call('SPOP', KEYS[1])",
      "return redis.call('EXISTS', KEYS[1], KEYS[2])", "return #redis.call('KEYS', '*')",
      "redis.call('SET', KEYS[1], ARGV[1]) redis.call('LPUSH', KEYS[1], 'x') return 'not reached'",
      "return redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])", "return redis.call('ZADD', KEYS[1], 1, ARGV[1], 2, ARGV[2])",
      "return redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')",
      "return redis.call('EXPIRE', KEYS[1], 500) + redis.call('PERSIST', KEYS[1])",
      "local t = redis.call('TTL', KEYS[1]) if t > 0 then t = 1 end return t",
      "math.randomseed(tonumber(ARGV[1]) or 7) return {math.random(1000), math.random(5, 9), tostring(math.random())}",
      "return math.random(0)", "return redis.log(redis.LOG_DEBUG, 'quiet')", "return redis.log('x')",
      "return redis.replicate_commands()", "return redis.REDIS_VERSION", "return redis.REDIS_VERSION_NUM",
      "return tostring(os)", "return type(loadstring('return 1'))", "return loadstring('return KEYS[1]')()",
      "local s = 0 for i = 1, 1000 do s = s + i end return s", "return {double=3.5}", "return {3, err='E x', 4}",
      "return string.format('%d %s', 5, ARGV[1])", "return table.concat(ARGV, ',')", "return select('#', unpack(ARGV))",
      "return 9007199254740993", "return -0.5", "return 1e300", "return {[2]='no first'}", "return print",
      "return redis.setrepl", "return redis.call('select', 99)", "return redis.call('get', {})",
      "return redis.call('PING')", "return redis.call('ECHO', 'x')", "return redis.call('CLIENT', 'ID')",
      "return redis.call('TYPE', KEYS[1])", "return redis.call('TYPE', KEYS[1]).ok", "return redis.call('COPY', KEYS[1], KEYS[2])",
      "for i = 1, 3 do redis.call('INCR', KEYS[2]) end return redis.call('GET', KEYS[2])",
      "return coroutine.wrap(function() return redis.call('GET', KEYS[1]) end)()",
      "return xpcall(function() error('inner') end, function(e) return e end)",
      "local a = {} a[1] = a return 'cyclic is not returned'", "return tostring(tonumber('0x10'))",
      "return redis.call('RENAME', KEYS[1], KEYS[2])", "return redis.call('DBSIZE')", "if x then end",
  };
  return kScripts;
}

}  // namespace stampede::redis::model

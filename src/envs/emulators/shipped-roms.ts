// Our own ROMs as text, written by scripts/embed-roms.mjs; their sources and how they are assembled: roms/README.md.

/** A side-scrolling platformer for the NES. */
export const runnerRom = {
  size: 24592,
  // biome-ignore format: lines of equal length
  packed:
    '7dxdaBvJHQDw/67WGllxpM1HFUXnWKOPxlnHSVQnl0i2EymhDcaIEu7gBCEQvThYAYOgD5ennHpkjEizhygE5IKwYpjiCRjUB8FduYDy' +
    'oTibgrsvPQ5aDoVrjP2QsLSEqqkbl1k5ulx6D6VQWsr8GDGrmf9o/zuzO7Av+vGP3g9IkgSvXflyYfMXa58A/kTCwzIv6t+u34QKSBVw' +
    'VECpQE8FnBVAa+Y626yAvGa+tINYUndiBroTL8Cd/cs6wmstbL7AtEGxuYF/c3cpj0yNhjTV2k/DmmpiJul5xGT9PGKw0FP5Cj1WX2La' +
    'wDcb6Z81sHYPo4dMIjj9foMpehsx0P+K9JeIxLIMdMC6hMkMGSaHSIYkyTw5rAeQ3o/IEDlI9pEUOU18ZA8JEI3EyRF2gMyyBlnRP3Uw' +
    'idQZEA8b16sIn7tLB3Unpgd49ooOPHtw2NkPmC/okBE2f8+AaNXIDSdmjc41Al5I6Qg/Nl82Bi2lOmh+bV84Lz28sKIOmA3oEs7Sg5N0' +
    '6PLtO5eWSUTzLn52dplEF4DBH6Mll6kwyZSZ3NppKa1dpnuRRjTVkquOcsvT+Zay5KpSbjlLfa1AzbVII6pc7SlXwMGz+zUd0rClsKgp' +
    'M0wG6ZAWJAdWh0x59SCTiJalIRJmku5LkdCk7kst+VKT+0OldpaOkghNnI1c7hY7vShP74NlEqFjzUhNpVFNtfromFEqOY1qTY5n/Vn/' +
    '1CxJ0JkckNEs9Rgu60MDTM9SFVnKShVlmYt4ssY2c/vqSXrSOF9SmJM3OM0BBuTkynkUQ5315QuYR2xTP88bsnb4eOl3POr5BfQ8i5Yu' +
    'IEMxdzHQLyA9i55fREsXkYb0izw+fbOxGqMxw1+KMiCxBflOG5k+1ltpo8fqnxnobdS5U9K3ml+1EQ1pknWUJv05P0nSTA5IJnauKtGQ' +
    'lrKkRw8yNee1DCuQ5IOMmaBJo1A6yr+lT9ynIU22Bmgyvm4PXAeSUfcYr2q72CuSeR2TMQqXMpeSdNg/lSTDdHYqs0gzMcQnKf3efTqT' +
    '2ySj1xI0EX/Wj0iEjj4LoNgP6egETUzQTExh2/kN4J9KkAQd5fNK64Zk+umKP6eQMfz13dr3+LGnc9w7TWanyUz6V/enpxnY9/0wPWL5' +
    'aEgrWCoNawXTzTbIPANymBypZum86qQhVa6Gy/6pw+Qwnc8BmY/1GUrJxZROHD3Euw7Rlal5skLnY720ngNST+94QOu5TVKndUMuOdK3' +
    'moZkOdIfP6DzsRRPSa0FDKvmI2PMgffd49ntYH1bR4gBOcJjxzQrvq6SFQb8ASWHmNRpXyFjzNUJLnk7nXRFs/w5laxQ+yHlvd99o6rb' +
    '2Q9IgDnIPqYQT5bOxtfzJEJn1iG2l0RphM80jfJ5dtOIzo/1AFoKIBJd6kdno5c7xZ8LkQiN5oBE6VAzQg8+jdYQ1UwHPncX324uSPWU' +
    '6UiXm/SUJlmu+ogpf3Hsi5H6SGcd68eeBZDqSN9o1kfiT2d5w9MZa7uxaWZoxHhR6+UjI0ZfbcJezzP14/GnK4ZaUow/ld6l87HD1nCn' +
    'qacUMQq1IPs7mX/+BC09QYbbdDHQn6DnLcTgZuqmL11upm81H8cc6d7m6qks20Y8/EHJ/tMl2VelNuPW6VJyNf7L+J1Lyxq2jlWBpqye' +
    'R/S0qTFpLgXMOeeD62632z03AtcnJycn544Bj/XevvPBcnxdnTsO2QXobO5ra2vmX6ryAjC1AvJnbeTPxSqSzKAiy2W32+3PfVlx2GFF' +
    '9Q/2te6is/YcJexFVquAf/6QpqwAHdlq5lNnbqPHyRjbXZV472krQI9u9b7b6T3R7c2SyLVoFehYQy45/DlXfF2qgFz2T0UqkkyjPA++' +
    'QjThz7nS9x7SxFY+jxqK+Tg7cX2iPEGxNcFAd2Am67tTVLMwu6ED/mbj/9aez3f7pQDSpF6+iw/LeKkf8T0d9B5M8PTi9O3pVGiPNvit' +
    'T2DweAh5YyHfoP0Z6A/4fbt3qp4+t8upyLDZMhu1aqmQz55LxbAK8lt2vrdTDsuyrCiyHJYB7CZZlnt6eG/YjgHeHJZlpcfpfHOM3ImX' +
    'd9qR9oiwPRhg6zxh+3e/c0Tn97ZOsjUg3MmDZxB+HdrN4vXZOz6W/z2bgiAIgiAIgiAIgiAIgiAIgiAIgiAIgiAIgiAIgiAIgiAIgiAI' +
    'giAIgiD8S377EBrfX4a3fbjVXYQzgBV4HQ0YZCiAqzv8p7bN8TNzlM6dGR+/yhuvjvvfAv/jkDcYDAa9XgDwvvOOF1rtjfbGhtUCgPbn' +
    'n1tw4id5ABgYcPV5vR4PwJXxfv6vCVcKjZaVzwOgYPIjDgD27tgLfPwrDgDKxTJAMhhE9omCwWDyo6vjG+12y/7ebrc3rp7qB+G/Kl8s' +
    'Lz4q5rs1zmKM8Td1vuiKpQrtbm25XHmXy+rWauxcqa2q3bpdsFyuYr5bx1IFq/hG3XapOJVKdet8scjLm/UVl5rt1oIgCIIgCIIgCP8x' +
    '4v1fvP+L93/x/i8IgiAIgiAIwv+dfwA=',
};

/** A road to cross, for the Atari 2600. */
export const crossingRom = {
  size: 4096,
  // biome-ignore format: lines of equal length
  packed:
    '7dExaxsxFAdwnXy2c9e0OUiGkoRwpS60toeMoXgKpdBynyCThxLo0rXJ4hyhL3gJXGLrzsRLMchUEEMWQzO4UzC1h6LJZCl4aG3aSYJi' +
    'Ci6ouUs/RdHvTUJPfz2kveuWOmOIoCGfu3PBDAgZBgQ4LoYAscJxiCcBx5OTziF+eZFy54KGPOW6khVbyD2XgCHfeYf5PDlgQBEKDEHU' +
    'jnojCdYYiXtjS9jdg5bhnkvvrbjNhnw76o0lZNkGZBiCxrc6N5mCxvs7gC9n8lED1i5/yjES5tjicfJ61fmeXLEG61CgWSfTjo6aUAQ8' +
    'iWg0sEXK2xEsjjbYg+MQ06ZYuelu0pAvUsIXmAV1tgEkmdVbFq1s74skPkOkOnR+JbtVOGUIQiBQgwBOYFqmwaAU3GUIgv4pT8fPU6ZE' +
    'pPvE25e0JtL9mrcvOz5+4vDVfp0tQI3W+cPfdHr/tQHT6zj1X4PLF2l9YInMJGlrZWfVbvXrJxnk4gl6fbm5NPO7/qARLN/8h+99kKN4' +
    '+TkwWUT8ocPLgLd+LF38eZG1bdsmLnHKBk6ZZgobMaWUsnceHz5feVO6wuZtXaFnR6uj/KuPTxHaVaqyvV1RahehXK5UOaiUtvY2kdI0' +
    'TdM0TdM0TdP+a0jE9Rc=',
};
